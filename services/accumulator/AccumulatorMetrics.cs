using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;

namespace Engage.Accumulator;

/// <summary>What only this worker counts.</summary>
internal static class AccumulatorMetrics
{
    private static readonly Meter Meter = new("Engage.Accumulator");

    public static readonly Counter<long> Executions = Meter.CreateCounter<long>("engage_executions_total", description: "Decisions that a rule's actions happen.");

    public static readonly Counter<long> Actions = Meter.CreateCounter<long>("engage_actions_total", description: "Actions decided.");

    public static readonly Counter<long> Capped = Meter.CreateCounter<long>("engage_capped_executions_total", description: "Executions cut by the cap per event; each one is worth an operator's look.");

    public static readonly Counter<long> AlreadyTaken = Meter.CreateCounter<long>("engage_already_taken_total", description: "Firings at a position that was taken before, after somebody rewound the group.");

    public static readonly Counter<long> Quarantined = Meter.CreateCounter<long>("engage_quarantined_rules_total", description: "Rule versions set aside because they threw.");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("engage_decisions_refused_total", description: "Firings that executed nothing, by reason.");

    private static readonly Counter<long> NoStep = Meter.CreateCounter<long>("engage_no_step_total", description: "Events in a currency for which the rule names no step, by rule; the rules after the first 200 together as _other.");

    /// <summary>So many rules get a series of their own: each costs every scrape.</summary>
    private const int RuleSeriesMax = 200;

    private static readonly KeyValuePair<string, object?> OtherRules = new("rule", "_other");

    private static readonly ConcurrentDictionary<string, KeyValuePair<string, object?>> RuleTags = new(StringComparer.Ordinal);

    private static readonly KeyValuePair<string, object?>[] ReasonTags =
        [.. Enum.GetValues<DecisionReason>().Select(reason => KeyValuePair.Create<string, object?>("reason", DecisionReasons.CodeOf(reason)))];

    public static void CountRefused(CompiledRule rule, DecisionReason reason)
    {
        Refused.Add(1, ReasonTags[(int)reason]);
        if (reason == DecisionReason.NoStep) NoStep.Add(1, TagOf(rule.Id));
    }

    private static KeyValuePair<string, object?> TagOf(string ruleId)
    {
        if (RuleTags.TryGetValue(ruleId, out var tag)) return tag;
        return RuleTags.Count < RuleSeriesMax ? RuleTags.GetOrAdd(ruleId, new KeyValuePair<string, object?>("rule", ruleId)) : OtherRules;
    }
}
