using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Requests;

/// <summary>Replaces all overrides of topics; the legacy request that kafkajs still uses.</summary>
/// <remarks>Request v0-1: resources [ type i8, name str, configs [ name str, value str? ] ], validate_only bool.</remarks>
internal sealed class AlterConfigsHandler(TopicAdministration administration) : IApiHandler
{
    public ApiKey Api => ApiKey.AlterConfigs;

    public async ValueTask HandleAsync(RequestContext request)
    {
        var wishes = Read(request, out var mode);
        var outcomes = await ConfigOutcomes.ForTopicsAsync(wishes, topics => administration.ReplaceConfigAsync(topics, mode)).ConfigureAwait(false);
        ConfigOutcomes.Write(request, wishes.ConvertAll(wish => wish.Resource), outcomes);
    }

    public void Refuse(RequestContext request, ErrorCode error)
    {
        var wishes = Read(request, out _);
        ConfigOutcomes.Write(request, wishes.ConvertAll(wish => wish.Resource), NamedOutcomes.All(wishes.Count, error));
    }

    private static List<(ConfigResource Resource, IReadOnlyDictionary<string, string> Overrides)> Read(RequestContext request, out WriteMode mode)
    {
        var reader = request.Read();
        var wishes = new List<(ConfigResource, IReadOnlyDictionary<string, string>)>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var resource = new ConfigResource(reader.ReadInt8(), reader.ReadString());
            var overrides = new Dictionary<string, string>();
            for (var count = reader.ReadArrayCount(); count > 0; count--)
            {
                var name = reader.ReadString();
                if (reader.ReadNullableString() is { } value) overrides[name] = value;
            }

            wishes.Add((resource, overrides));
        }

        mode = reader.ReadBool() ? WriteMode.ValidateOnly : WriteMode.Execute;
        return wishes;
    }
}
