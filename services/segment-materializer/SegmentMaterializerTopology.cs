using Engage.Streams;
using Engage.Topics;

namespace Engage.SegmentMaterializer;

/// <summary>player-events, definitions → enriched-events, segment-changes, player-profiles; audience-members for the scheduler. Keyed by player throughout.</summary>
internal static class SegmentMaterializerTopology
{
    public static Topology Build(SegmentMaterializerOptions options) => Build(options, watch: null);

    /// <param name="watch">Of an offline run only.</param>
    public static Topology Build(SegmentMaterializerOptions options, IWatchEvents? watch)
    {
        var topology = new TopologyBuilder("segment-materializer")
            .AddStore(Stores.Players).AddStore(Stores.Chunks).AddStore(Stores.Partition).AddStore(Stores.Erased);
        var definitions = topology.GlobalTable(Topics.Topics.Definitions, new DefinitionLog.Fold());
        topology.Stream(Topics.Topics.PlayerEvents)
            .Process("materialize players", task => new MaterializePlayers(task, definitions, options, watch))
            .To(Topics.Topics.EnrichedEvents, Topics.Topics.SegmentChanges, Topics.Topics.PlayerProfiles, Topics.Topics.AudienceMembers)
            .DeadLettersTo(Topics.Topics.DeadLetters);
        return topology.Build();
    }
}
