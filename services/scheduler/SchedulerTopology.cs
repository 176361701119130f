using Engage.Hosting;
using Engage.Scheduler.Applying;
using Engage.Streams;
using Engage.Topics;
using Microsoft.Extensions.Logging;

namespace Engage.Scheduler;

/// <summary>audience-members, definitions → player-events (run markers, scheduled players), run-reports; keyed by rule, written by player. Beside the stream: applies whose time has come.</summary>
internal static class SchedulerTopology
{
    public static Topology Build(SchedulerOptions options, WorkerContext context)
    {
        var logger = context.Loggers.CreateLogger("Engage.Scheduler");
        return Build(options, context.Own(new ApplyInBackground(() => new ClusterDefinitionWriter(context.Cluster, context.TopicPrefix), context.Time, logger)));
    }

    /// <param name="apply">Carries out the changes of definitions that fall to the scheduler.</param>
    public static Topology Build(SchedulerOptions options, IApplyDefinitions apply)
    {
        var topology = new TopologyBuilder("scheduler").AddStore(Stores.Rules).AddStore(Stores.Members).AddStore(Stores.Markers);
        var definitions = topology.GlobalTable(Topics.Topics.Definitions, new DefinitionLog.Fold());
        topology.Stream(Topics.Topics.AudienceMembers)
            .Process("run schedules", task => new RunSchedules(task, definitions, apply))
            .To(Topics.Topics.PlayerEvents, Topics.Topics.RunReports)
            .DeadLettersTo(Topics.Topics.DeadLetters)
            .TickEvery(options.TickInterval);
        return topology.Build();
    }
}
