using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Answer to SyncGroup (14) version 3.</summary>
/// <param name="Assignment">Empty on error: the field cannot be null.</param>
internal sealed record SyncGroupResponse(ErrorCode Error, byte[] Assignment) : ICoordinatorResponse
{
    public static SyncGroupResponse Refused(ErrorCode error) => new(error, []);

    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteThrottle();
        writer.WriteError(Error);
        writer.WriteBytes(Assignment);
    }
}
