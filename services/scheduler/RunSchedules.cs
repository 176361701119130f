using System.Text;
using Engage.Contracts;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Time;
using Engage.Scheduler.Applying;
using Engage.Scheduler.Domain;
using Engage.Streams;
using Engage.Topics;

namespace Engage.Scheduler;

/// <summary>
/// Starts the runs of the scheduled rules whose id falls into this partition, gathers their audiences, and reaches their members at their planned instants; everything it writes
/// commits together with the row that says so.
/// </summary>
internal sealed class RunSchedules : IProcessor
{
    /// <summary>Members written in one tick by a run without a speed; more would hold up the other rules of the partition.</summary>
    private const int MaxMembersPerTick = 2_000;

    private const long MarkerRepeatMicros = 24 * 3600 * 1_000_000L;
    private const string RepeatedKey = "repeated";

    private readonly ITaskContext task;
    private readonly GlobalTable<DefinitionLog> definitions;
    private readonly IApplyDefinitions apply;
    private readonly IKeyValueStore<string, RuleRow> rules;
    private readonly IKeyValueStore<MemberKey, string> members;
    private readonly IKeyValueStore<string, long> markers;
    private readonly Output<string, PlayerEvent> events;
    private readonly Output<string, RunReport> reports;
    private DefinitionLog? readLog;
    private List<ScheduledRule> scheduled = [];
    private bool isUncommitted;

    public RunSchedules(ITaskContext task, GlobalTable<DefinitionLog> definitions, IApplyDefinitions apply)
    {
        this.task = task;
        this.definitions = definitions;
        this.apply = apply;
        rules = task.Open(Stores.Rules);
        members = task.Open(Stores.Members);
        markers = task.Open(Stores.Markers);
        events = task.Output(Topics.Topics.PlayerEvents);
        reports = task.Output(Topics.Topics.RunReports);
    }

    public ProcessResult Process(in InputRecord record)
    {
        var member = record.ValueAs(Topics.Topics.AudienceMembers);
        if (!rules.TryGet(member.RuleId, out var row)) return ProcessResult.Done; // Of a run that this state has never started: a foreign record.

        var speed = (definitions.Snapshot.Latest.Find(DefinitionKind.Rule, member.RuleId)?.Definition as Rule)?.PlayersPerMinute;
        if (AdvanceRun.Take(row.Run, member, record.TimestampMicros, speed) is not { } run) return ProcessResult.Done;

        if (member.PlayerId is { } player) members.Put(new MemberKey(member.RuleId, run.Members - 1), player);
        Keep(member.RuleId, row with { Run = run });
        if (run.Phase == RunPhase.Running) Report(member.RuleId, run, RunStates.Running, record.TimestampMicros);
        return ProcessResult.Done;
    }

    public void OnTick(long nowMicros)
    {
        ReadDefinitions();
        RepeatMarker(nowMicros);
        foreach (var rule in scheduled)
        {
            var row = rules.TryGet(rule.Rule.Id, out var known) ? known : new RuleRow(rule.InForceMicros - 1, null);
            var next = Start(rule, Continue(rule, row, nowMicros), nowMicros);
            if (next != known) Keep(rule.Rule.Id, next);
            else if (rule.HasHadItsOneRun(row) && !isUncommitted) apply.Request(new ApplyRequest.Archive(rule.Rule.Id)); // Only what is certain: an archived rule's run would expire.
        }

        ApplyWhatIsDue(nowMicros);
    }

    public void OnCommitted() => isUncommitted = false;

    private void Keep(string ruleId, RuleRow row)
    {
        rules.Put(ruleId, row);
        isUncommitted = true;
    }

    /// <summary>Definitions belong to no partition: the task of partition 0 looks after them.</summary>
    private void ApplyWhatIsDue(long nowMicros)
    {
        if (task.Partition != 0) return;
        foreach (var pending in definitions.Snapshot.Pending.Values)
        {
            if (pending.ApplyAtMicros <= nowMicros) apply.Request(new ApplyRequest.Due(pending));
        }
    }

    /// <summary>The scheduled rules of this partition, whatever their status: one that was paused may still have a run to end.</summary>
    private void ReadDefinitions()
    {
        var log = definitions.Snapshot;
        if (ReferenceEquals(log, readLog)) return;
        readLog = log;
        scheduled =
        [
            .. log.Latest.LatestOf(DefinitionKind.Rule)
                .Where(version => version.Definition is Rule { IsScheduled: true } && Partitioner.PartitionOf(Encoding.UTF8.GetBytes(version.Id), task.PartitionCount) == task.Partition)
                .Select(version => ScheduledRule.Of((Rule)version.Definition, version.Version, log.AppendedAtMicros(version.Offset))),
        ];
    }

    /// <summary>Once a day partition 0 says again in every partition of player-events what is in force, so that the retained log always says it.</summary>
    private void RepeatMarker(long nowMicros)
    {
        if (task.Partition != 0 || definitions.Snapshot.Latest.Offset < 0) return;
        if (markers.TryGet(RepeatedKey, out var repeatedAt) && nowMicros - repeatedAt < MarkerRepeatMicros) return;

        markers.Put(RepeatedKey, nowMicros);
        if (repeatedAt == 0) return; // The first day begins with the marker that apply wrote.
        ToEveryPartition(ControlEvents.DefinitionsInForce(definitions.Snapshot.Latest.Offset, previous: definitions.Snapshot.Latest.Offset, nowMicros));
    }

    /// <summary>Reaches the members that are due, and ends a run that is done or whose rule has stopped.</summary>
    private RuleRow Continue(ScheduledRule rule, RuleRow row, long nowMicros)
    {
        if (row.Run is not { } run) return row;
        if (!rule.IsActive || rule.HasEnded(nowMicros)) return Expire(rule, row, run, nowMicros);
        if (run.Phase != RunPhase.Running) return row;

        run = Reach(rule, AdvanceRun.WithSpeed(run, rule.Rule.PlayersPerMinute), nowMicros);
        if (!AdvanceRun.IsFinished(run)) return row with { Run = run };
        Report(rule.Rule.Id, run, RunStates.Finished, nowMicros);
        return row with { Run = null };
    }

    private Run Reach(ScheduledRule rule, Run run, long nowMicros)
    {
        var pace = run.Pace.AsOf(nowMicros);
        var written = run.Written;
        for (var count = 0; count < MaxMembersPerTick && written < run.Members && pace.NextMicros <= nowMicros; count++)
        {
            var key = new MemberKey(rule.Rule.Id, written);
            if (members.TryGet(key, out var player)) events.Send(player, ControlEvents.ScheduledPlayer(run.RunId, rule.Rule.Id, run.DueMicros, player, pace.NextMicros));
            members.Delete(key);
            pace = pace.WithOneTaken();
            written++;
        }

        return run with { Pace = pace, Written = written };
    }

    private RuleRow Expire(ScheduledRule rule, RuleRow row, Run run, long nowMicros)
    {
        for (var number = run.Written; number < run.Members; number++) members.Delete(new MemberKey(rule.Rule.Id, number));
        Report(rule.Rule.Id, run, RunStates.Expired, nowMicros, rule.IsActive ? "period_ended" : DefinitionNames.TextOf(rule.Rule.Status));
        return row with { Run = null };
    }

    /// <summary>Acts on the occurrences since the last one handled.</summary>
    private RuleRow Start(ScheduledRule rule, RuleRow row, long nowMicros)
    {
        if (!rule.IsActive) return row;

        // What fell due before this version came into force was another version's, or nobody's while the rule was paused.
        var handled = Math.Max(row.HandledUpToMicros, rule.InForceMicros - 1);
        var going = row.Run is null ? EarlierRun.Ended : EarlierRun.StillGoing;
        var due = PlanRuns.Plan(rule.Calendar, handled, nowMicros, rule.Rule.Schedule!.CatchUpMicros, going);
        if (due.MissedCount > 0) ReportMissed(rule, due, nowMicros);
        var next = row with { HandledUpToMicros = due.HandledUpTo(handled) };
        if (due.DueMicros is not { } dueMicros) return due.MissedCount > 0 ? next : row;

        var run = new Run(Run.IdOf(rule.Rule.Id, dueMicros), rule.Version, dueMicros) { EndsMissing = events.PartitionCount };
        if (due.Start == RunStart.SkipOverlap)
        {
            Report(rule.Rule.Id, run, RunStates.Skipped, nowMicros, "run_still_going");
            return next;
        }

        ToEveryPartition(ControlEvents.RunMarker(run.RunId, rule.Rule.Id, dueMicros));
        Report(rule.Rule.Id, run, RunStates.Collecting, nowMicros, due.Start == RunStart.CatchUp ? "caught_up" : null);
        return next with { Run = run };
    }

    /// <summary>One report for a stretch of missed occurrences: the last of them, and how many.</summary>
    private void ReportMissed(ScheduledRule rule, in DueRuns due, long nowMicros)
    {
        var last = new Run(Run.IdOf(rule.Rule.Id, due.LastMissedMicros), rule.Version, due.LastMissedMicros);
        Report(rule.Rule.Id, last, RunStates.Missed, nowMicros, due.MissedCount == 1 ? "outside_catch_up" : $"outside_catch_up; {due.MissedCount} since {Run.IdOf(rule.Rule.Id, due.FirstMissedMicros)}");
    }

    private void ToEveryPartition(PlayerEvent marker)
    {
        for (var partition = 0; partition < events.PartitionCount; partition++) events.SendTo(partition, "", marker);
    }

    private void Report(string ruleId, Run run, string state, long nowMicros, string? reason = null) =>
        reports.Send(ruleId, AdvanceRun.Report(ruleId, run, state, nowMicros, reason));
}
