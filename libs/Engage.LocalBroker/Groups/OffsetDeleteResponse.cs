using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Answer to OffsetDelete (47).</summary>
internal sealed record OffsetDeleteResponse(ErrorCode Error, IReadOnlyList<TopicErrors> Topics) : ICoordinatorResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteError(Error); // Alone among all answers, this one has the error before the throttle time.
        writer.WriteThrottle();
        TopicErrors.WriteAll(writer, Topics);
    }
}
