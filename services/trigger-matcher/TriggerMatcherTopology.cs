using Engage.Streams;
using Engage.Topics;

namespace Engage.TriggerMatcher;

/// <summary>enriched-events, definitions → rule-firings; keyed by player throughout, nothing kept.</summary>
internal static class TriggerMatcherTopology
{
    public static Topology Build(TriggerMatcherOptions options)
    {
        var topology = new TopologyBuilder("trigger-matcher");
        var definitions = topology.GlobalTable(Topics.Topics.Definitions, new DefinitionLog.Fold());

        topology.Stream(Topics.Topics.EnrichedEvents)
            .Process("match triggers", task => new MatchTriggers(definitions, task.Output(Topics.Topics.RuleFirings)))
            .To(Topics.Topics.RuleFirings)
            .DeadLettersTo(Topics.Topics.DeadLetters);
        return topology.Build();
    }
}
