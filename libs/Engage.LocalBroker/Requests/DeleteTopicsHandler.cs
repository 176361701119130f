using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Requests;

/// <summary>Deletes topics with all their records.</summary>
/// <remarks>Request v1-3: names [ str ], timeout_ms i32. Response: throttle i32, [ name str, error i16 ].</remarks>
internal sealed class DeleteTopicsHandler(TopicAdministration administration) : IApiHandler
{
    public ApiKey Api => ApiKey.DeleteTopics;

    public async ValueTask HandleAsync(RequestContext request)
    {
        var names = Read(request);
        Write(request, names, await administration.DeleteAsync(names).ConfigureAwait(false));
    }

    public void Refuse(RequestContext request, ErrorCode error)
    {
        var names = Read(request);
        Write(request, names, NamedOutcomes.All(names.Count, error));
    }

    private static List<string> Read(RequestContext request)
    {
        var reader = request.Read();
        var names = new List<string>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--) names.Add(reader.ReadString());
        return names;
    }

    private static void Write(RequestContext request, List<string> names, Outcome[] outcomes)
    {
        var reply = request.Reply();
        reply.WriteThrottle();
        reply.WriteArrayCount(names.Count);
        for (var index = 0; index < names.Count; index++)
        {
            reply.WriteString(names[index]);
            reply.WriteError(outcomes[index].Error);
        }
    }
}
