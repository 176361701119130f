using System.Collections.Immutable;
using System.Text;
using Engage.Rules.Accumulation;
using Engage.Rules.Definitions;
using Engage.Rules.Time;

namespace Engage.Rules.Decisions;

/// <summary>One version of a rule, prepared for deciding: keys, steps and names that would else be computed per event. Immutable.</summary>
public sealed class RulePlan
{
    public RulePlan(Rule rule, int version)
    {
        Rule = rule;
        Version = version;
        Key = RuleKey.Of(rule.Id);
        IdUtf8 = [.. Encoding.UTF8.GetBytes(rule.Id)];
        Period = ActivityPeriod.Of(rule.Active);
        ChangesTags = rule.Actions.Any(action => action is TagPlayer or UntagPlayer);
        if (rule.Accumulate is not { } accumulate) return;

        Steps = new StepTable(accumulate);
        CountedFields = [.. accumulate.Fields.Select(field => field.Name is { } name ? ImmutableArray.Create(Encoding.UTF8.GetBytes(name)) : [])];
    }

    public Rule Rule { get; }

    /// <summary>From 1.</summary>
    public int Version { get; }

    public RuleKey Key { get; }

    public ImmutableArray<byte> IdUtf8 { get; }

    /// <summary>When a real-time rule is alive; for scheduled rules always, since their schedule has its own.</summary>
    public ActivityPeriod Period { get; }

    /// <summary>True where an action tags or untags the player, so that an execution may start a chain (semantics 5).</summary>
    public bool ChangesTags { get; }

    /// <summary>Absent where every trigger is one execution.</summary>
    public StepTable? Steps { get; }

    /// <summary>Names of the <c>amounts</c> entries that are summed, in UTF-8; an empty name stands for the event's own <c>amount</c>. Empty for counts.</summary>
    public ImmutableArray<ImmutableArray<byte>> CountedFields { get; } = [];

    public bool CountsMoney => CountedFields.Length > 0;
}
