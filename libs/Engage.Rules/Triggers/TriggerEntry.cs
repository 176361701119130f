using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Time;

namespace Engage.Rules.Triggers;

/// <summary>One way in which events meet a rule: its trigger or its qualification.</summary>
internal sealed record TriggerEntry(LiveRule Rule, FiringRoles Role, EventPattern Event, CompiledCondition? Where)
{
    public ActivityPeriod Period => Rule.Compiled.Plan.Period;

    public static PeriodList<TriggerEntry> ByPeriod(IEnumerable<TriggerEntry> entries) =>
        new(entries.Select(entry => new PeriodList<TriggerEntry>.Item(entry.Period.FromMicros, entry.Period.UntilMicros, entry)));
}
