using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;
using Engage.LocalBroker.Storage;

namespace Engage.LocalBroker.Requests;

/// <summary>Appends producers' batches.</summary>
/// <remarks>
/// Request v3-7: transactional_id str?, acks i16, timeout_ms i32, topics [ name str, partitions [ index i32, records bytes? ] ].
/// Response: topics [ name str, partitions [ index i32, error i16, base_offset i64, log_append_time i64, v5+: log_start_offset i64 ] ], throttle i32.
/// </remarks>
internal sealed class ProduceHandler(PartitionTable partitions, ICoordinator coordinator, TimeProvider time) : IApiHandler
{
    private const short FirstVersionWithBatches = 3;
    private const short FirstVersionWithLogStart = 5;
    private const short NoAcknowledgement = 0;

    public ApiKey Api => ApiKey.Produce;

    public ValueTask HandleAsync(RequestContext request)
    {
        Answer(request, refusal: ErrorCode.None);
        return ValueTask.CompletedTask;
    }

    public void Refuse(RequestContext request, ErrorCode error) => Answer(request, error);

    private void Answer(RequestContext request, ErrorCode refusal)
    {
        // Older versions are advertised only because kcat infers its codecs from them.
        if (request.Version < FirstVersionWithBatches)
        {
            request.EndByClosing();
            return;
        }

        var reader = request.Read();
        var reply = request.Reply();
        var transactionalId = reader.ReadNullableString();
        var acks = reader.ReadInt16();
        _ = reader.ReadInt32();
        if (refusal == ErrorCode.None && acks is < -1 or > 1) refusal = ErrorCode.InvalidRequiredAcks;

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
                var records = request.Body[reader.ReadBytesRange()];
                var partition = partitions.Find(topic, index);
                var result = refusal != ErrorCode.None ? new AppendResult(refusal) : Append(partition, records, transactionalId);
                Write(reply, index, result, partition, request.Version);
            }
        }

        reply.WriteThrottle();
        if (acks == NoAcknowledgement) EndUnacknowledged(request);
    }

    private AppendResult Append(Partition? partition, Memory<byte> records, string? transactionalId)
    {
        if (partition is null) return new AppendResult(ErrorCode.UnknownTopicOrPartition);

        var config = partition.Config;
        var error = BatchValidator.Check(records, config, time.NowMs);
        if (error != ErrorCode.None) return new AppendResult(error);

        var header = new BatchHeader(records.Span);
        var result = partition.Log.Append(records.Span, config);
        if (result.NeedsCoordinator) return new AppendResult(coordinator.WhyNotRegistered(transactionalId, header.ProducerId, header.ProducerEpoch));

        return result.Error != ErrorCode.None && partition.IsDeleted ? new AppendResult(ErrorCode.UnknownTopicOrPartition) : result;
    }

    private static void Write(KafkaWriter reply, int index, in AppendResult result, Partition? partition, short version)
    {
        reply.WriteInt32(index);
        reply.WriteError(result.Error);
        reply.WriteInt64(result.BaseOffset);
        reply.WriteInt64(result.LogAppendTimeMs);
        if (version >= FirstVersionWithLogStart) reply.WriteInt64(result.Error == ErrorCode.None ? partition!.Log.View.LogStart : -1);
    }

    /// <summary>A producer that wants no answer learns of an error only by losing its connection.</summary>
    private static void EndUnacknowledged(RequestContext request)
    {
        if (request.Response.Errors.Seen.Count > 0) request.EndByClosing();
        else request.EndSilently();
    }
}
