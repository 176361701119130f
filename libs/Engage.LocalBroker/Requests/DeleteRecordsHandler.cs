using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Requests;

/// <summary>Moves log starts forward; Kafka Streams purges its repartition topics with it.</summary>
/// <remarks>
/// Request v0-1: topics [ name str, partitions [ index i32, offset i64 ] ], timeout_ms i32.
/// Response: throttle i32, topics [ name str, partitions [ index i32, low_watermark i64, error i16 ] ].
/// </remarks>
internal sealed class DeleteRecordsHandler(TopicAdministration administration) : IApiHandler
{
    public ApiKey Api => ApiKey.DeleteRecords;

    public async ValueTask HandleAsync(RequestContext request)
    {
        var topics = Read(request);
        var results = new List<(ErrorCode Error, long LowWatermark)>();
        foreach (var (name, targets) in topics)
        {
            foreach (var (index, offset) in targets)
                results.Add(await administration.DeleteRecordsAsync(new TopicPartition(name, index), offset).ConfigureAwait(false));
        }

        Write(request, topics, results);
    }

    public void Refuse(RequestContext request, ErrorCode error)
    {
        var topics = Read(request);
        Write(request, topics, [.. Enumerable.Repeat((error, -1L), topics.Sum(topic => topic.Targets.Count))]);
    }

    private static List<(string Name, List<(int Index, long Offset)> Targets)> Read(RequestContext request)
    {
        var reader = request.Read();
        var topics = new List<(string, List<(int, long)>)>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var name = reader.ReadString();
            var targets = new List<(int, long)>();
            for (var count = reader.ReadArrayCount(); count > 0; count--)
            {
                var index = reader.ReadInt32();
                targets.Add((index, reader.ReadInt64()));
            }

            topics.Add((name, targets));
        }

        return topics;
    }

    private static void Write(RequestContext request, List<(string Name, List<(int Index, long Offset)> Targets)> topics, List<(ErrorCode Error, long LowWatermark)> results)
    {
        var reply = request.Reply();
        reply.WriteThrottle();
        reply.WriteArrayCount(topics.Count);
        var next = 0;
        foreach (var (name, targets) in topics)
        {
            reply.WriteString(name);
            reply.WriteArrayCount(targets.Count);
            foreach (var (index, _) in targets)
            {
                var (error, lowWatermark) = results[next++];
                reply.WriteInt32(index);
                reply.WriteInt64(lowWatermark);
                reply.WriteError(error);
            }
        }
    }
}
