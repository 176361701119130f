using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Requests;

/// <summary>What AlterConfigs and IncrementalAlterConfigs share.</summary>
internal static class ConfigOutcomes
{
    /// <summary>Answer: throttle i32, [ error i16, message str?, type i8, name str ].</summary>
    public static void Write(RequestContext request, IReadOnlyList<ConfigResource> resources, IReadOnlyList<Outcome> outcomes)
    {
        var reply = request.Reply();
        reply.WriteThrottle();
        reply.WriteArrayCount(resources.Count);
        for (var index = 0; index < resources.Count; index++)
        {
            reply.WriteError(outcomes[index].Error);
            reply.WriteNullableString(outcomes[index].Message);
            reply.WriteInt8(resources[index].Type);
            reply.WriteString(resources[index].Name);
        }
    }

    /// <summary>Runs <paramref name="change"/> for the topics among the resources; only topics can be configured here.</summary>
    public static async Task<Outcome[]> ForTopicsAsync<T>(
        IReadOnlyList<(ConfigResource Resource, T Wish)> wishes, Func<IReadOnlyList<(string, T)>, Task<Outcome[]>> change)
    {
        var topics = wishes.Where(wish => wish.Resource.Type == ConfigResource.Topic).Select(wish => (wish.Resource.Name, wish.Wish)).ToList();
        var changed = await change(topics).ConfigureAwait(false);
        var next = 0;
        return [.. wishes.Select(wish => wish.Resource.Type == ConfigResource.Topic
            ? changed[next++]
            : new Outcome(ErrorCode.InvalidRequest, "Only topics can be configured; the broker's options are fixed at its start."))];
    }
}
