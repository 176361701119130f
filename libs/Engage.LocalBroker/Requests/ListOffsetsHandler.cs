using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Storage;

namespace Engage.LocalBroker.Requests;

/// <summary>Tells where logs begin and end, and which offset belongs to a time.</summary>
/// <remarks>
/// Request v2-3: replica_id i32, isolation i8, topics [ name str, partitions [ index i32, timestamp i64 ] ].
/// Response: throttle i32, topics [ name str, partitions [ index i32, error i16, timestamp i64, offset i64 ] ].
/// </remarks>
internal sealed class ListOffsetsHandler(PartitionTable partitions) : IApiHandler
{
    private const long Latest = -1;
    private const long Earliest = -2;

    /// <summary>Newer than version 3, yet librdkafka asks for it at any version.</summary>
    private const long LargestTimestamp = -3;

    private static readonly TimedOffset Nowhere = new(-1, -1);

    public ApiKey Api => ApiKey.ListOffsets;

    public ValueTask HandleAsync(RequestContext request)
    {
        Answer(request, ErrorCode.None);
        return ValueTask.CompletedTask;
    }

    public void Refuse(RequestContext request, ErrorCode error) => Answer(request, error);

    private void Answer(RequestContext request, ErrorCode refusal)
    {
        var reader = request.Read();
        var reply = request.Reply();
        _ = reader.ReadInt32();
        var isolation = (IsolationLevel)reader.ReadInt8();

        reply.WriteThrottle();
        var topicCount = reader.ReadArrayCount();
        reply.WriteArrayCount(topicCount);
        for (; topicCount > 0; topicCount--)
        {
            var topic = reader.ReadString();
            reply.WriteString(topic);
            var partitionCount = reader.ReadArrayCount();
            reply.WriteArrayCount(partitionCount);
            for (; partitionCount > 0; partitionCount--)
            {
                var index = reader.ReadInt32();
                var timestamp = reader.ReadInt64();
                var error = refusal;
                var found = refusal == ErrorCode.None ? Find(topic, index, timestamp, isolation, out error) : Nowhere;
                Write(reply, index, error, found);
            }
        }
    }

    private TimedOffset Find(string topic, int index, long timestamp, IsolationLevel isolation, out ErrorCode error)
    {
        error = ErrorCode.None;
        if (partitions.Find(topic, index) is not { } partition)
        {
            error = ErrorCode.UnknownTopicOrPartition;
            return Nowhere;
        }

        if (partition.Log.IsOffline)
        {
            error = ErrorCode.StorageError;
            return Nowhere;
        }

        var view = partition.Log.View;
        return timestamp switch
        {
            Latest => new TimedOffset(view.Bound(isolation), -1),
            Earliest => new TimedOffset(view.LogStart, -1),
            LargestTimestamp => OffsetFinder.Largest(partition.Log, isolation) ?? Nowhere,
            _ => OffsetFinder.FirstAtOrAfter(partition.Log, timestamp, isolation) ?? Nowhere,
        };
    }

    private static void Write(KafkaWriter reply, int index, ErrorCode error, in TimedOffset found)
    {
        reply.WriteInt32(index);
        reply.WriteError(error);
        reply.WriteInt64(found.TimestampMs);
        reply.WriteInt64(found.Offset);
    }
}
