using Engage.Streams;
using Engage.Topics;

namespace Engage.Scheduler;

/// <summary>audience-members, definitions → player-events (run markers, scheduled players), run-reports; keyed by rule, written by player.</summary>
internal static class SchedulerTopology
{
    /// <summary>A member is written within 250 ms of its planned instant, so the task looks well more often than that.</summary>
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);

    public static Topology Build(SchedulerOptions options)
    {
        var topology = new TopologyBuilder("scheduler").AddStore(Stores.Rules).AddStore(Stores.Members).AddStore(Stores.Markers);
        var definitions = topology.GlobalTable(Topics.Topics.Definitions, new DefinitionLog.Fold());
        topology.Stream(Topics.Topics.AudienceMembers)
            .Process("run schedules", task => new RunSchedules(task, definitions))
            .To(Topics.Topics.PlayerEvents, Topics.Topics.RunReports)
            .DeadLettersTo(Topics.Topics.DeadLetters)
            .TickEvery(TickInterval);
        return topology.Build();
    }
}
