using System.Collections.Immutable;

namespace Engage.Rules.Definitions;

/// <summary>The gates of delivery that hold for all rules (semantics 36); one policy is in force.</summary>
public sealed record Policy : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Policy;

    /// <summary>Absent: messages go at any hour.</summary>
    public QuietHours? QuietHours { get; init; }

    public ImmutableArray<FrequencyCap> Caps { get; init; } = [];

    public ImmutableArray<Budget> Budgets { get; init; } = [];

    /// <summary>By upper-case market, then by channel: the classes that it may carry. A market or channel not named carries all.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, AllowedClasses>> Markets { get; init; } =
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, AllowedClasses>>.Empty;
}
