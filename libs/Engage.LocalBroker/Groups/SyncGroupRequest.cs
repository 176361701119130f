using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>SyncGroup (14) version 3.</summary>
/// <param name="Assignments">By member id; empty unless the leader asks.</param>
internal sealed record SyncGroupRequest(
    string GroupId,
    int Generation,
    string MemberId,
    string? InstanceId,
    IReadOnlyDictionary<string, byte[]> Assignments) : ICoordinatorRequest<SyncGroupRequest, SyncGroupResponse>
{
    public static SyncGroupRequest Read(ref KafkaReader reader, short version) => new(
        reader.ReadString(), reader.ReadInt32(), reader.ReadString(), reader.ReadNullableString(), ReadAssignments(ref reader));

    public SyncGroupResponse Refused(ErrorCode error) => SyncGroupResponse.Refused(error);

    private static Dictionary<string, byte[]> ReadAssignments(ref KafkaReader reader)
    {
        var assignments = new Dictionary<string, byte[]>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var memberId = reader.ReadString();
            assignments[memberId] = reader.ReadBytes().ToArray();
        }

        return assignments;
    }
}
