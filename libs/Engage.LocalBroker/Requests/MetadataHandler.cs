using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Storage;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Requests;

/// <summary>Tells clients where everything is: all of it on this node. Creates missing topics where both sides want that.</summary>
/// <remarks>
/// Request v4: topics [ name str ]? (null all, empty none), allow_auto_create bool. Response: throttle i32,
/// brokers [ node_id i32, host str, port i32, rack str? ], cluster_id str?, controller_id i32,
/// topics [ error i16, name str, is_internal bool, partitions [ error i16, index i32, leader i32, replicas [ i32 ], isr [ i32 ] ] ].
/// </remarks>
internal sealed class MetadataHandler(
    TopicCatalogue catalogue, PartitionTable partitions, TopicAdministration administration, BrokerEndpoint endpoint, EmbeddedBrokerOptions options) : IApiHandler
{
    public ApiKey Api => ApiKey.Metadata;

    public async ValueTask HandleAsync(RequestContext request)
    {
        var names = ReadNames(request, out var mayCreate);
        var refused = names is not null && mayCreate && options.AutoCreateTopics ? await CreateMissingAsync(names).ConfigureAwait(false) : [];
        WriteBrokers(request);
        WriteTopics(request, names ?? [.. catalogue.Topics.Keys], refused);
    }

    public void Refuse(RequestContext request, ErrorCode error)
    {
        var names = ReadNames(request, out _) ?? [];
        WriteBrokers(request);
        WriteTopics(request, names, names.Distinct().ToDictionary(name => name, _ => error));
    }

    private static List<string>? ReadNames(RequestContext request, out bool mayCreate)
    {
        var reader = request.Read();
        var count = reader.ReadNullableArrayCount();
        var names = count < 0 ? null : new List<string>(count);
        for (; count > 0; count--) names!.Add(reader.ReadString());
        mayCreate = reader.ReadBool();
        return names;
    }

    /// <summary>Synchronous with the answer: telling clients "unknown" first and creating later would cost each of them a back-off.</summary>
    private async Task<Dictionary<string, ErrorCode>> CreateMissingAsync(List<string> names)
    {
        var missing = names.Where(name => partitions.Find(name) is null).Distinct().ToList();
        if (missing.Count == 0) return [];

        var outcomes = await administration.CreateAsync([.. missing.Select(NewTopic.Named)], WriteMode.Execute).ConfigureAwait(false);
        return missing.Zip(outcomes)
            .Where(pair => pair.Second.Error is not (ErrorCode.None or ErrorCode.TopicAlreadyExists)) // Another client may have been quicker.
            .ToDictionary(pair => pair.First, pair => pair.Second.Error);
    }

    private void WriteBrokers(RequestContext request)
    {
        var reply = request.Reply();
        reply.WriteThrottle();
        reply.WriteArrayCount(1);
        reply.WriteInt32(BrokerEndpoint.NodeId);
        reply.WriteString(endpoint.Host);
        reply.WriteInt32(endpoint.Port);
        reply.WriteNullableString(null);
        reply.WriteNullableString(catalogue.ClusterId);
        reply.WriteInt32(BrokerEndpoint.NodeId);
    }

    private void WriteTopics(RequestContext request, List<string> names, Dictionary<string, ErrorCode> refused)
    {
        var reply = request.Reply();
        reply.WriteArrayCount(names.Count);
        foreach (var name in names)
        {
            var topic = partitions.Find(name);
            reply.WriteError(refused.TryGetValue(name, out var error) ? error : MissingOrFine(name, topic));
            reply.WriteString(name);
            reply.WriteBool(false);
            WritePartitions(reply, refused.ContainsKey(name) ? 0 : topic?.Partitions.Count ?? 0);
        }
    }

    private static ErrorCode MissingOrFine(string name, LiveTopic? topic)
    {
        if (topic is not null) return ErrorCode.None;

        return TopicName.IsValid(name) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidTopic;
    }

    private static void WritePartitions(KafkaWriter reply, int count)
    {
        reply.WriteArrayCount(count);
        for (var index = 0; index < count; index++)
        {
            reply.WriteError(ErrorCode.None);
            reply.WriteInt32(index);
            reply.WriteInt32(BrokerEndpoint.NodeId);
            WriteThisNode(reply);
            WriteThisNode(reply);
        }
    }

    private static void WriteThisNode(KafkaWriter reply)
    {
        reply.WriteArrayCount(1);
        reply.WriteInt32(BrokerEndpoint.NodeId);
    }
}
