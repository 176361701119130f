using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Answer to Heartbeat (12) version 3.</summary>
internal sealed record HeartbeatResponse(ErrorCode Error) : ICoordinatorResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteThrottle();
        writer.WriteError(Error);
    }
}
