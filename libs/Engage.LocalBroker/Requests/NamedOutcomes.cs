using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Requests;

/// <summary>The answer CreateTopics and CreatePartitions share: throttle i32, [ name str, error i16, message str? ].</summary>
internal static class NamedOutcomes
{
    public static void Write(RequestContext request, IReadOnlyList<string> names, IReadOnlyList<Outcome> outcomes)
    {
        var reply = request.Reply();
        reply.WriteThrottle();
        reply.WriteArrayCount(names.Count);
        for (var index = 0; index < names.Count; index++)
        {
            reply.WriteString(names[index]);
            reply.WriteError(outcomes[index].Error);
            reply.WriteNullableString(outcomes[index].Message);
        }
    }

    /// <summary>The same error for everything asked.</summary>
    public static Outcome[] All(int count, ErrorCode error) => [.. Enumerable.Repeat(new Outcome(error), count)];
}
