using Engage.Streams;
using Engage.Topics;

namespace Engage.Accumulator;

/// <summary>rule-firings, definitions → executions, actions; keyed by player throughout.</summary>
internal static class AccumulatorTopology
{
    public static Topology Build(AccumulatorOptions options) => Build(options, watch: null);

    /// <param name="watch">Of an offline run only.</param>
    public static Topology Build(AccumulatorOptions options, IWatchDecisions? watch)
    {
        var topology = new TopologyBuilder("accumulator")
            .AddStore(Stores.Players).AddStore(Stores.Buckets).AddStore(Stores.Erased).AddStore(Stores.Partition).AddStore(Stores.Quarantine);
        var definitions = topology.GlobalTable(Topics.Topics.Definitions, new DefinitionLog.Fold());

        topology.Stream(Topics.Topics.RuleFirings)
            .Process("take firings", task => new TakeFirings(task, definitions, options, watch))
            .To(Topics.Topics.Executions, Topics.Topics.Actions)
            .DeadLettersTo(Topics.Topics.DeadLetters);
        return topology.Build();
    }
}
