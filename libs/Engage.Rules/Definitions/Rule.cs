using System.Collections.Immutable;

namespace Engage.Rules.Definitions;

/// <summary>An automation rule: trigger or schedule, segment, actions (semantics 1).</summary>
public sealed record Rule : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Rule;

    /// <summary>The segment a player must be in; <see cref="DefinitionNames.Everyone"/> by default.</summary>
    public string SegmentId { get; init; } = DefinitionNames.Everyone;

    /// <summary>Set for a real-time rule, absent for a scheduled one; exactly one of this and <see cref="Schedule"/> is set.</summary>
    public Trigger? Trigger { get; init; }

    /// <summary>Set for a scheduled rule, absent for a real-time one.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Absent: every trigger is one execution. Real-time rules only.</summary>
    public Accumulate? Accumulate { get; init; }

    /// <summary>Absent: the rule's events count without qualifying first. Real-time rules only.</summary>
    public Qualification? Qualification { get; init; }

    /// <summary>Absent: until stopped. Real-time rules only; a schedule has its own period.</summary>
    public ActivePeriod? Active { get; init; }

    public bool OnceInALifetime { get; init; }

    /// <summary>Judged beside the segment at the snapshot. Scheduled rules only (semantics 31).</summary>
    public Condition? ExtraConditions { get; init; }

    /// <summary>Judge segment and extra conditions again at each member's planned instant. Scheduled rules only.</summary>
    public bool Recheck { get; init; }

    /// <summary>Players per minute, from 1; absent: as fast as possible. Scheduled rules only.</summary>
    public int? PlayersPerMinute { get; init; }

    /// <summary>1 to 20, in the order in which they are carried out.</summary>
    public required ImmutableArray<RuleAction> Actions { get; init; }

    public bool IsScheduled => Schedule is not null;
}
