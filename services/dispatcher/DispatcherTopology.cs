using Engage.Dispatcher.Sending;
using Engage.Hosting;
using Engage.Streams;
using Engage.Topics;

namespace Engage.Dispatcher;

/// <summary>actions + player-profiles → lanes → action-results; internal recipients by way of dispatch-work; operators through dispatch-commands and dispatch-events.</summary>
internal static class DispatcherTopology
{
    public static Topology Build(DispatcherOptions options, WorkerContext worker)
    {
        var channels = worker.Section<ChannelsOptions>();
        var poolOptions = new SendPoolOptions { Normal = options.Concurrency, Slow = options.SlowConcurrency };
        var accounts = worker.Own(new Accounts(channels, worker.Time));
        var pool = worker.Own(new SendPool(poolOptions));
        return Build(options, new DispatchServices(accounts, pool, poolOptions, worker.Time, channels.DefaultCountryCode));
    }

    public static Topology Build(DispatcherOptions options, DispatchServices services)
    {
        var topology = new TopologyBuilder("dispatcher")
            .AddStore(Stores.Profiles)
            .AddStore(Stores.Waiting)
            .AddStore(Stores.Lanes)
            .AddStore(Stores.Queue)
            .AddStore(Stores.Sent)
            .AddStore(Stores.Switches)
            .AddStore(Stores.Commands);
        var definitions = topology.GlobalTable(EngageTopics.Definitions, new DefinitionLog.Fold());

        topology
            .Stream(EngageTopics.Actions, EngageTopics.PlayerProfiles, EngageTopics.DispatchWork, EngageTopics.DispatchCommands)
            .Process("dispatch", task => new DispatchActions(task, definitions, options, services))
            .To(EngageTopics.ActionResults, EngageTopics.DispatchWork, EngageTopics.DispatchCommands, EngageTopics.DispatchEvents, EngageTopics.PlayerEvents)
            .DeadLettersTo(EngageTopics.DeadLetters);
        return topology.Build();
    }
}
