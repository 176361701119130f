using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Requests;

/// <summary>Merges changes into the overrides of topics.</summary>
/// <remarks>Request v0: resources [ type i8, name str, configs [ name str, operation i8, value str? ] ], validate_only bool.</remarks>
internal sealed class IncrementalAlterConfigsHandler(TopicAdministration administration) : IApiHandler
{
    public ApiKey Api => ApiKey.IncrementalAlterConfigs;

    public async ValueTask HandleAsync(RequestContext request)
    {
        var wishes = Read(request, out var mode);
        var outcomes = await ConfigOutcomes.ForTopicsAsync(wishes, topics => administration.ChangeConfigAsync(topics, mode)).ConfigureAwait(false);
        ConfigOutcomes.Write(request, wishes.ConvertAll(wish => wish.Resource), outcomes);
    }

    public void Refuse(RequestContext request, ErrorCode error)
    {
        var wishes = Read(request, out _);
        ConfigOutcomes.Write(request, wishes.ConvertAll(wish => wish.Resource), NamedOutcomes.All(wishes.Count, error));
    }

    private static List<(ConfigResource Resource, IReadOnlyList<ConfigChange> Changes)> Read(RequestContext request, out WriteMode mode)
    {
        var reader = request.Read();
        var wishes = new List<(ConfigResource, IReadOnlyList<ConfigChange>)>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var resource = new ConfigResource(reader.ReadInt8(), reader.ReadString());
            var changes = new List<ConfigChange>();
            for (var count = reader.ReadArrayCount(); count > 0; count--)
            {
                var name = reader.ReadString();
                changes.Add(new ConfigChange(name, (ConfigOperation)reader.ReadInt8(), reader.ReadNullableString()));
            }

            wishes.Add((resource, changes));
        }

        mode = reader.ReadBool() ? WriteMode.ValidateOnly : WriteMode.Execute;
        return wishes;
    }
}
