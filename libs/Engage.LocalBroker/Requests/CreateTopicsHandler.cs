using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Requests;

/// <summary>Creates topics on request.</summary>
/// <remarks>
/// Request v2-4: topics [ name str, num_partitions i32, replication_factor i16, assignments [ index i32, brokers [ i32 ] ], configs [ name str, value str? ] ],
/// timeout_ms i32, validate_only bool. Response: throttle i32, topics [ name str, error i16, message str? ].
/// </remarks>
internal sealed class CreateTopicsHandler(TopicAdministration administration) : IApiHandler
{
    public ApiKey Api => ApiKey.CreateTopics;

    public async ValueTask HandleAsync(RequestContext request)
    {
        var topics = Read(request, out var mode);
        var outcomes = await administration.CreateAsync(topics, mode).ConfigureAwait(false);
        NamedOutcomes.Write(request, [.. topics.Select(topic => topic.Name)], outcomes);
    }

    public void Refuse(RequestContext request, ErrorCode error)
    {
        var topics = Read(request, out _);
        NamedOutcomes.Write(request, [.. topics.Select(topic => topic.Name)], NamedOutcomes.All(topics.Count, error));
    }

    private static List<NewTopic> Read(RequestContext request, out WriteMode mode)
    {
        var reader = request.Read();
        var topics = new List<NewTopic>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var name = reader.ReadString();
            var partitionCount = reader.ReadInt32();
            var replicationFactor = reader.ReadInt16();
            topics.Add(new NewTopic(name, partitionCount, replicationFactor, ReadAssignments(ref reader), ReadOverrides(ref reader)));
        }

        _ = reader.ReadInt32();
        mode = reader.ReadBool() ? WriteMode.ValidateOnly : WriteMode.Execute;
        return topics;
    }

    private static Dictionary<int, int[]> ReadAssignments(ref KafkaReader reader)
    {
        var assignments = new Dictionary<int, int[]>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var index = reader.ReadInt32();
            assignments[index] = Replicas.Read(ref reader);
        }

        return assignments;
    }

    private static Dictionary<string, string> ReadOverrides(ref KafkaReader reader)
    {
        var overrides = new Dictionary<string, string>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var name = reader.ReadString();
            if (reader.ReadNullableString() is { } value) overrides[name] = value;
        }

        return overrides;
    }
}
