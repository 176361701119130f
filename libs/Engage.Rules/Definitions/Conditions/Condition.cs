using System.Collections.Immutable;

namespace Engage.Rules.Definitions;

/// <summary>A condition tree as written: a closed hierarchy. Judged yes, no or unknown by its compiled form.</summary>
public abstract record Condition
{
    private protected Condition()
    {
    }
}

/// <summary>Yes if all children are; a mapping of several entries, or <c>all</c>. Empty: yes.</summary>
public sealed record AllOf(ImmutableArray<Condition> Children) : Condition;

/// <summary>Yes if one child is: <c>any</c>. Empty: no.</summary>
public sealed record AnyOf(ImmutableArray<Condition> Children) : Condition;

/// <summary>The opposite: <c>not</c>; unknown stays unknown.</summary>
public sealed record Not(Condition Inner) : Condition;

/// <summary>One comparison of one field: <c>profile.country: NO</c>, <c>amount: { gte: 5 }</c>.</summary>
public sealed record FieldCondition(FieldRef Field, Comparison Comparison) : Condition;

/// <summary>A test of the player's tags: <c>tags: { has_any: [a, b] }</c>. Never unknown.</summary>
/// <param name="Tags">At least one; exactly one for <see cref="TagOperator.Has"/>.</param>
public sealed record TagsCondition(TagOperator Operator, ImmutableArray<string> Tags) : Condition;

/// <summary>Membership of another segment: <c>in_segment: vips</c>. Never unknown.</summary>
public sealed record InSegmentCondition(string SegmentId) : Condition;

/// <summary>How many events: <c>count: { event, where, within, gte: 5 }</c>.</summary>
/// <param name="WithinMicros">The sliding window; null: over the player's lifetime.</param>
public sealed record CountCondition(EventPattern Event, Condition? Where, long? WithinMicros, Comparison Comparison) : Condition;

/// <summary>The sum of a money field over events: <c>sum: { event, field, within, gte: { EUR: 100 } }</c>.</summary>
/// <param name="WithinMicros">The sliding window; null: over the player's lifetime.</param>
/// <param name="Comparison">A bound per wallet currency, or a bound with its currency.</param>
public sealed record SumCondition(EventPattern Event, Condition? Where, MoneyField Field, long? WithinMicros, Comparison Comparison) : Condition;

/// <summary>Time since the last such event: <c>since_last: { event, lt: 7d }</c>; unknown if there was none.</summary>
/// <param name="BeforeThisEvent"><c>before: true</c>: as it was before the event being judged.</param>
/// <param name="Comparison">Its numbers are microseconds.</param>
public sealed record SinceLastCondition(EventPattern Event, Condition? Where, bool BeforeThisEvent, Comparison Comparison) : Condition;

/// <summary>No such event ever: <c>never: { event }</c>. Never unknown.</summary>
/// <param name="BeforeThisEvent"><c>before: true</c>: as it was before the event being judged.</param>
public sealed record NeverCondition(EventPattern Event, Condition? Where, bool BeforeThisEvent) : Condition;
