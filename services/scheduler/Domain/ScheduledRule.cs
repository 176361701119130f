using Engage.Rules.Definitions;
using Engage.Rules.Time;

namespace Engage.Scheduler.Domain;

/// <summary>A scheduled rule as it is in force now.</summary>
/// <param name="Rule">Has a schedule.</param>
/// <param name="Version">Of the rule.</param>
/// <param name="InForceMicros">Since when this version is in force.</param>
/// <param name="Calendar">When it is due.</param>
internal sealed record ScheduledRule(Rule Rule, int Version, long InForceMicros, ScheduleCalendar Calendar)
{
    public bool IsActive => Rule.Status == DefinitionStatus.Active;

    /// <summary>Whether its period has ended: then a run that is going on ends too.</summary>
    public bool HasEnded(long nowMicros) => ActivityPeriod.Of(Rule.Schedule!).UntilMicros <= nowMicros;

    /// <summary>Whether a rule that runs once has done so, or has missed its time, and nothing of the run is left to do.</summary>
    public bool HasHadItsOneRun(RuleRow row) =>
        IsActive && Rule.Schedule!.Recurrence is OnceAt or RunNow && row.Run is null && Calendar.NextAfter(InForceMicros - 1) is { } only && only.DueMicros <= row.HandledUpToMicros;

    public static ScheduledRule Of(Rule rule, int version, long inForceMicros) =>
        new(rule, version, inForceMicros, new ScheduleCalendar(rule.Schedule!, inForceMicros));
}
