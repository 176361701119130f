using Engage.Streams;

namespace Engage.Accumulator;

/// <summary>What the worker keeps. Ids are part of the data on disk: never reuse one.</summary>
internal static class Stores
{
    /// <summary>One row per player. Key: the UTF-8 player id; value: see <see cref="Domain.PlayerRow"/>.</summary>
    public static readonly Store Players = new("players", 1);

    /// <summary>Progress of players with too many rules for one row. Key: see <see cref="Domain.BucketKey"/>; value: a <see cref="Rules.Decisions.ProgressRow"/>.</summary>
    public static readonly Store Buckets = new("buckets", 2);

    /// <summary>Rules that executed for players who were erased. Key: keyed hash of the player id, 16 B; value: ascending <see cref="Rules.Decisions.RuleKey"/>s, 8 B each.</summary>
    public static readonly Store Erased = new("erased", 3);

    /// <summary>The highest position taken. One key, empty; value: position 8 B, index 4 B, big-endian.</summary>
    public static readonly Store Partition = new("partition", 4);

    /// <summary>Rule versions that threw. Key: <see cref="Rules.Decisions.RuleKey"/> 8 B, version 4 B, big-endian; value: what was thrown, UTF-8.</summary>
    public static readonly Store Quarantine = new("quarantine", 5, StoreAccess.Ordered);
}
