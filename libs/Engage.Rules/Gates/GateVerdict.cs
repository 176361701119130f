namespace Engage.Rules.Gates;

/// <summary>What the gates say to one action at one instant: a closed hierarchy. Reasons are stable codes.</summary>
public abstract record GateVerdict
{
    private GateVerdict()
    {
    }

    /// <summary>It may go now.</summary>
    public sealed record Send : GateVerdict
    {
        public static Send Instance { get; } = new();
    }

    /// <summary>It must not go, now or later; recorded as <c>suppressed</c>.</summary>
    public sealed record Suppressed(string Reason) : GateVerdict;

    /// <summary>It waits for something that no clock brings: a stated suppression, an operator; recorded as <c>parked</c>.</summary>
    public sealed record Parked(string Reason) : GateVerdict;

    /// <summary>It waits until an instant and is judged again then.</summary>
    /// <param name="UntilMicros">The first instant at which it may go.</param>
    public sealed record Held(long UntilMicros, string Reason) : GateVerdict;

    /// <summary>It came or stayed too long; recorded as <c>expired</c>.</summary>
    public sealed record Expired(string Reason) : GateVerdict;

    /// <summary>The player was erased; recorded as <c>dropped</c>.</summary>
    public sealed record Dropped(string Reason) : GateVerdict;
}
