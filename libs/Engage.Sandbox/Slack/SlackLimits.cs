namespace Engage.Sandbox.Slack;

/// <summary>Slack's limits: one post a second in a channel, and requests a minute by method.</summary>
/// <remarks>Guarded by <see cref="SlackWorkspace"/>'s lock. Figures: docs.slack.dev/apis/web-api/rate-limits.</remarks>
internal sealed class SlackLimits(SandboxOptions options)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, int> CallsPerMinute = new()
    {
        ["users.list"] = 20,
        ["conversations.list"] = 20,
        ["conversations.info"] = 50,
        ["conversations.join"] = 50,
        ["conversations.open"] = 50,
        ["conversations.history"] = 50,
        ["users.lookupByEmail"] = 50,
        ["users.info"] = 100,
    };

    private readonly Dictionary<string, Queue<DateTimeOffset>> recentCalls = [];

    /// <summary>Counts a call of <paramref name="method"/>.</summary>
    /// <returns>How long the caller must wait instead; null if the call is within the limit.</returns>
    public TimeSpan? TakeCall(string method)
    {
        if (options.SlackTierLimits == SlackTierLimits.Relaxed || !CallsPerMinute.TryGetValue(method, out var limit)) return null;

        var now = options.Clock.GetUtcNow();
        if (!recentCalls.TryGetValue(method, out var calls)) recentCalls[method] = calls = new();
        while (calls.TryPeek(out var oldest) && now - oldest >= Minute) calls.Dequeue();
        if (calls.Count >= limit) return calls.Peek() + Minute - now;

        calls.Enqueue(now);
        return null;
    }

    /// <summary>Counts a post in <paramref name="conversation"/>.</summary>
    /// <returns>How long the caller must wait instead; null if the post is within the limit.</returns>
    public TimeSpan? TakePost(SlackConversation conversation)
    {
        var interval = options.SlackPostInterval;
        if (interval <= TimeSpan.Zero) return null;

        var now = options.Clock.GetUtcNow();
        var burstAllowance = interval * (Math.Max(options.SlackPostBurst, 1) - 1);
        var wait = conversation.PostsFreeFrom - now - burstAllowance;
        if (wait > TimeSpan.Zero) return wait;

        conversation.PostsFreeFrom = (conversation.PostsFreeFrom > now ? conversation.PostsFreeFrom : now) + interval;
        return null;
    }
}
