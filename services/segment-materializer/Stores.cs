using Engage.Streams;

namespace Engage.SegmentMaterializer;

/// <summary>What the worker keeps. Ids are part of the data on disk: never reuse one.</summary>
internal static class Stores
{
    /// <summary>One row per player: state and newest events. Key: the UTF-8 player id. Ordered, because a run's audience and a changed segment go through all players.</summary>
    public static readonly Store Players = new("players", 1, StoreAccess.Ordered);

    /// <summary>Older accepted events. Key: see <see cref="Domain.Dedupe.ChunkKey"/>.</summary>
    public static readonly Store Chunks = new("dedupe-chunks", 2, StoreAccess.Ordered);

    /// <summary>What is in force in this partition, and where sweeps stand. Key: one byte.</summary>
    public static readonly Store Partition = new("partition", 3);
}
