using Engage.Rules.Accumulation;
using Engage.Topics;

namespace Engage.Accumulator.Domain;

/// <summary>One event with the rules that it met, read in place.</summary>
internal readonly ref struct Firing
{
    public required ReadOnlySpan<byte> Player { get; init; }

    public required EnrichedEventView Enriched { get; init; }

    public required PlayerEventView Event { get; init; }

    /// <summary>The event's, else the wallet's; none where neither is known.</summary>
    public required CurrencyCode Currency { get; init; }

    public required EnrichedFlags Flags { get; init; }

    public bool IsScheduled => (Flags & EnrichedFlags.Scheduled) != 0;

    public bool IsDerived => (Flags & EnrichedFlags.Derived) != 0;

    /// <summary>True where the event belongs to a chain whatever its executions do: it changed tags, or it was caused by an execution or a change of tags.</summary>
    public bool IsOfChain => (Flags & EnrichedFlags.Chain) != 0 || Event.Depth > 0 || Event.RootId.HasValue;
}
