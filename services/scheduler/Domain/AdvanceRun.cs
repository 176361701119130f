using Engage.Contracts;

namespace Engage.Scheduler.Domain;

/// <summary>How a run goes on. Pure.</summary>
internal static class AdvanceRun
{
    /// <summary>One record of the audience came in.</summary>
    /// <returns>The run afterwards; null: the record belongs to a run that has ended and changes nothing.</returns>
    public static Run? Take(Run? run, AudienceMember record, long nowMicros, int? playersPerMinute)
    {
        if (run is null || run.RunId != record.RunId || run.Phase != RunPhase.Collecting) return null;
        if (record.PlayerId is not null) return run with { Members = run.Members + 1 };

        var ended = run with { EndsMissing = run.EndsMissing - 1, Announced = run.Announced + record.Count.GetValueOrDefault() };
        return ended.EndsMissing > 0 ? ended : ended with
        {
            Phase = RunPhase.Running,
            StartedAtMicros = nowMicros,
            Pace = Rules.Time.Pace.Start(nowMicros, playersPerMinute),
        };
    }

    /// <summary>The run under the speed that is in force now.</summary>
    public static Run WithSpeed(Run run, int? playersPerMinute) => run with { Pace = run.Pace.WithSpeed(playersPerMinute) };

    public static bool IsFinished(Run run) => run.Phase == RunPhase.Running && run.Written >= run.Members;

    /// <summary>The run's state as a report of <paramref name="state"/>.</summary>
    public static RunReport Report(string ruleId, Run run, string state, long nowMicros, string? reason = null) => new()
    {
        RunId = run.RunId,
        RuleId = ruleId,
        RuleVersion = run.RuleVersion,
        DueMicros = run.DueMicros,
        State = state,
        StartedAtMicros = run.StartedAtMicros,
        FinishedAtMicros = state is "collecting" or "running" ? null : nowMicros,
        Members = run.Members,
        Written = run.Written,
        Expired = state is "expired" or "cancelled" ? run.Members - run.Written : 0,
        Reason = reason,
        UpdatedAtMicros = nowMicros,
    };
}
