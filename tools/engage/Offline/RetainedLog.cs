using Engage.Cli.Connections;
using Engage.SegmentMaterializer.Domain.Input;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.Cli.Offline;

/// <summary>What is still held of one partition of player-events, and every definition there ever was.</summary>
/// <param name="StartOffset">The first offset that is retained; 0: nothing has gone.</param>
/// <param name="Definitions">In the order of their topic.</param>
/// <param name="Records">In order of offsets; may be gone through several times.</param>
internal sealed record RetainedLog(int Partition, int PartitionCount, long StartOffset, IReadOnlyList<TopicRecord> Definitions, IEnumerable<TopicRecord> Records)
{
    /// <summary>True where the log goes back to its beginning: everything that decisions hang on is in it.</summary>
    public bool IsComplete => StartOffset == 0;

    /// <summary>When the oldest retained record was appended; null: there is none.</summary>
    public DateTimeOffset? Begins => Records.FirstOrDefault() is { } first ? DateTimeOffset.FromUnixTimeMilliseconds(first.TimestampMs) : null;

    /// <summary>The definitions in force before the first retained record, by offset: what its first marker says was in force; −1: none, or there is no marker.</summary>
    public long InForceBefore()
    {
        if (IsComplete) return -1;
        foreach (var record in Records)
        {
            if (MarkerOf(record) is { } marker) return marker.Previous;
        }

        return -1;
    }

    /// <summary>The definitions marker that a record is; null: it is none.</summary>
    public static (long Offset, long Previous)? MarkerOf(TopicRecord record)
    {
        if (record.Key is { Length: > 0 } || record.Value is null) return null;
        var opened = Topics.Topics.PlayerEvents.Wire.Open(record.Value, new System.Buffers.ArrayBufferWriter<byte>(), out var payload, out _);
        if (opened != WireOutcome.Ready || !PlayerEventView.TryParse(payload, out var view, out _)) return null;
        return ReservedNames.IsControl(view.Type) && ControlRecord.Parse(view, out _) is ControlRecord.DefinitionsMarker marker ? (marker.Offset, marker.Previous) : null;
    }

    /// <summary>Opens a partition of the cluster. Nothing is read but the definitions until <see cref="Records"/> is gone through; each time up to the end at that time.</summary>
    /// <param name="keep">Which records are of interest.</param>
    public static async Task<RetainedLog> OpenAsync(Cluster cluster, int partition, Func<TopicRecord, bool> keep)
    {
        using var admin = new ClusterAdmin(cluster.Connection);
        var name = cluster.Topic(Topics.Topics.PlayerEvents.Name);
        var counts = admin.PartitionCounts();
        if (!counts.TryGetValue(name, out var count)) throw new CommandException($"The topic {name} does not exist; run 'engage topics create'.");
        var starts = await admin.StartOffsetsAsync(new Dictionary<string, int> { [name] = count });
        return new RetainedLog(
            partition, count, starts[(name, partition)], [.. PartitionScan.Of(cluster, Topics.Topics.Definitions, 0)], PartitionScan.Of(cluster, Topics.Topics.PlayerEvents, partition).Where(keep));
    }
}
