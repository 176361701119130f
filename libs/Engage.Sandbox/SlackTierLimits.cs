namespace Engage.Sandbox;

/// <summary>Whether the Slack emulator applies its per-method limits.</summary>
public enum SlackTierLimits
{
    /// <summary>Requests beyond a method's tier are answered 429 with <c>Retry-After</c>.</summary>
    Enforced,

    /// <summary>No method is limited; posts per channel still are.</summary>
    Relaxed,
}
