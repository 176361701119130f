using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Requests;

/// <summary>Reports every known configuration of topics, and a few of the broker.</summary>
/// <remarks>
/// Request v1-2: resources [ type i8, name str, keys [ str ]? ], include_synonyms bool. Response: throttle i32, resources [ error i16, message str?, type i8,
/// name str, configs [ name str, value str?, read_only bool, source i8, sensitive bool, synonyms [ name str, value str?, source i8 ] ] ].
/// </remarks>
internal sealed class DescribeConfigsHandler(TopicCatalogue catalogue, EmbeddedBrokerOptions options) : IApiHandler
{
    private const sbyte FromTopic = 1;
    private const sbyte FromStaticBroker = 4;
    private const sbyte FromDefault = 5;

    public ApiKey Api => ApiKey.DescribeConfigs;

    public ValueTask HandleAsync(RequestContext request)
    {
        Answer(request, Describe);
        return ValueTask.CompletedTask;
    }

    public void Refuse(RequestContext request, ErrorCode error) => Answer(request, _ => (new Outcome(error), []));

    private static void Answer(RequestContext request, Func<ConfigResource, (Outcome, IReadOnlyList<Described>)> describe)
    {
        var resources = Read(request, out var withSynonyms);
        var reply = request.Reply();
        reply.WriteThrottle();
        reply.WriteArrayCount(resources.Count);
        foreach (var (resource, keys) in resources)
        {
            var (outcome, configs) = describe(resource);
            reply.WriteError(outcome.Error);
            reply.WriteNullableString(outcome.Message);
            reply.WriteInt8(resource.Type);
            reply.WriteString(resource.Name);
            var wanted = configs.Where(config => keys is null || keys.Contains(config.Name)).ToList();
            reply.WriteArrayCount(wanted.Count);
            foreach (var config in wanted) Write(reply, config, withSynonyms);
        }
    }

    private static List<(ConfigResource Resource, HashSet<string>? Keys)> Read(RequestContext request, out bool withSynonyms)
    {
        var reader = request.Read();
        var resources = new List<(ConfigResource, HashSet<string>?)>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var resource = new ConfigResource(reader.ReadInt8(), reader.ReadString());
            var count = reader.ReadNullableArrayCount();
            var keys = count < 0 ? null : new HashSet<string>();
            for (; count > 0; count--) keys!.Add(reader.ReadString());
            resources.Add((resource, keys));
        }

        withSynonyms = reader.ReadBool();
        return resources;
    }

    private (Outcome, IReadOnlyList<Described>) Describe(ConfigResource resource)
    {
        switch (resource.Type)
        {
            case ConfigResource.Topic when catalogue.Find(resource.Name) is { } topic:
                return (Outcome.Done, [.. ConfigKeys.All.Select(key => Describe(topic, key))]);
            case ConfigResource.Topic:
                return (new Outcome(ErrorCode.UnknownTopicOrPartition, $"Topic '{resource.Name}' does not exist."), []);
            case ConfigResource.Broker when BrokerConfigs.IsThisBroker(resource.Name):
                return (Outcome.Done, [.. BrokerConfigs.Describe(options).Select(pair => new Described(pair.Key, pair.Value, FromStaticBroker, pair.Value))]);
            default:
                return (new Outcome(ErrorCode.InvalidRequest, $"No resource of type {resource.Type} named '{resource.Name}'."), []);
        }
    }

    private static Described Describe(TopicEntry topic, ConfigKey key) =>
        topic.Overrides.TryGetValue(key.Name, out var value) ? new Described(key.Name, value, FromTopic, key.Default) : new Described(key.Name, key.Default, FromDefault, key.Default);

    private static void Write(KafkaWriter reply, Described config, bool withSynonyms)
    {
        reply.WriteString(config.Name);
        reply.WriteNullableString(config.Value);
        reply.WriteBool(config.Source == FromStaticBroker);
        reply.WriteInt8(config.Source);
        reply.WriteBool(false);

        var overridden = config.Source == FromTopic;
        reply.WriteArrayCount(!withSynonyms ? 0 : overridden ? 2 : 1);
        if (!withSynonyms) return;

        if (overridden) WriteSynonym(reply, config.Name, config.Value, FromTopic);
        WriteSynonym(reply, config.Name, config.Default, overridden ? FromDefault : config.Source);
    }

    private static void WriteSynonym(KafkaWriter reply, string name, string value, sbyte source)
    {
        reply.WriteString(name);
        reply.WriteNullableString(value);
        reply.WriteInt8(source);
    }

    private sealed record Described(string Name, string Value, sbyte Source, string Default);
}
