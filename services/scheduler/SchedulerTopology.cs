using Engage.Streams;
using Engage.Topics;

namespace Engage.Scheduler;

/// <summary>audience-members, definitions → player-events (run markers, scheduled players), run-reports; keyed by rule, written by player.</summary>
internal static class SchedulerTopology
{
    public static Topology Build(SchedulerOptions options)
    {
        var topology = new TopologyBuilder("scheduler").AddStore(Stores.Rules).AddStore(Stores.Members).AddStore(Stores.Markers);
        var definitions = topology.GlobalTable(Topics.Topics.Definitions, new DefinitionLog.Fold());
        topology.Stream(Topics.Topics.AudienceMembers)
            .Process("run schedules", task => new RunSchedules(task, definitions))
            .To(Topics.Topics.PlayerEvents, Topics.Topics.RunReports)
            .DeadLettersTo(Topics.Topics.DeadLetters)
            .TickEvery(options.TickInterval);
        return topology.Build();
    }
}
