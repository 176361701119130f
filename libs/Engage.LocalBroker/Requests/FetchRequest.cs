using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Storage;

namespace Engage.LocalBroker.Requests;

/// <summary>A consumer's fetch, with its partitions flattened in request order.</summary>
/// <remarks>
/// v4-11: replica_id i32, max_wait_ms i32, min_bytes i32, max_bytes i32, isolation i8, v7+: session_id i32, session_epoch i32,
/// topics [ name str, partitions [ index i32, v9+: current_leader_epoch i32, fetch_offset i64, v5+: log_start_offset i64, partition_max_bytes i32 ] ],
/// v7+: forgotten [ name str, partitions [ i32 ] ], v11: rack str. A forgotten list needs a session, so it is not read.
/// </remarks>
internal sealed class FetchRequest
{
    public required int MaxWaitMs { get; init; }

    public required int MinBytes { get; init; }

    public required int MaxBytes { get; init; }

    public required IsolationLevel Isolation { get; init; }

    /// <summary>0 unless the client believes in a session, which this broker never grants.</summary>
    public required int SessionId { get; init; }

    public required List<FetchTopic> Topics { get; init; }

    public required List<FetchTarget> Targets { get; init; }

    public static FetchRequest Read(RequestContext request)
    {
        var reader = request.Read();
        _ = reader.ReadInt32();
        var maxWaitMs = reader.ReadInt32();
        var minBytes = reader.ReadInt32();
        var maxBytes = reader.ReadInt32();
        var isolation = (IsolationLevel)reader.ReadInt8();
        var sessionId = 0;
        if (request.Version >= 7)
        {
            sessionId = reader.ReadInt32();
            _ = reader.ReadInt32();
        }

        var targets = new List<FetchTarget>();
        var topics = ReadTopics(ref reader, targets, request.Version);
        return new FetchRequest
        {
            MaxWaitMs = maxWaitMs,
            MinBytes = minBytes,
            MaxBytes = maxBytes,
            Isolation = isolation,
            SessionId = sessionId,
            Topics = topics,
            Targets = targets,
        };
    }

    private static List<FetchTopic> ReadTopics(ref KafkaReader reader, List<FetchTarget> targets, short version)
    {
        var topics = new List<FetchTopic>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var name = reader.ReadString();
            var count = reader.ReadArrayCount();
            topics.Add(new FetchTopic(name, count));
            for (; count > 0; count--)
            {
                var index = reader.ReadInt32();
                if (version >= 9) _ = reader.ReadInt32();
                var offset = reader.ReadInt64();
                if (version >= 5) _ = reader.ReadInt64();
                targets.Add(new FetchTarget(name, index, offset, reader.ReadInt32()));
            }
        }

        return topics;
    }

    /// <summary>A topic of the request and how many of <see cref="Targets"/> belong to it.</summary>
    internal readonly record struct FetchTopic(string Name, int PartitionCount);

    /// <summary>One partition of the request: where to read from and how much.</summary>
    internal readonly record struct FetchTarget(string Topic, int Index, long Offset, int MaxBytes);
}
