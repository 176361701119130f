using Engage.SegmentMaterializer.Domain;
using Engage.Streams;

namespace Engage.SegmentMaterializer;

/// <summary>What the worker keeps. Ids are part of the data on disk: never reuse one.</summary>
internal static class Stores
{
    /// <summary>One row per player, see <see cref="PlayerRow"/>. Key: the UTF-8 player id. Ordered, because a run's audience and a changed segment go through all players.</summary>
    public static readonly Store Players = new("players", 1, StoreAccess.Ordered);

    /// <summary>Older accepted events. Key: see <see cref="Domain.Dedupe.ChunkKey"/>.</summary>
    public static readonly Store Chunks = new("dedupe-chunks", 2, StoreAccess.Ordered);

    /// <summary>What holds for the partition. Key: <see cref="PartitionKey"/>.</summary>
    public static readonly Store<string, PartitionRow> Partition = new("partition", 3, Serdes.Utf8, PartitionRow.Serde);

    /// <summary>Digests of the events of erased players, so that a reward is not earned twice by erasing oneself. Key: keyed hash of the player id, 16 B; value: a sealed chunk.</summary>
    public static readonly Store Erased = new("erased", 4);

    public const string PartitionKey = "partition";
}
