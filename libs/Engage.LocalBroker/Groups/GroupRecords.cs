using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>The journal payload of a group's generation.</summary>
internal static class GroupRecords
{
    public static void Write(KafkaWriter writer, GroupGeneration generation)
    {
        writer.WriteString(generation.GroupId);
        writer.WriteInt32(generation.Generation);
        writer.WriteNullableString(generation.ProtocolType);
        writer.WriteNullableString(generation.ProtocolName);
        writer.WriteNullableString(generation.LeaderId);
        writer.WriteInt64(generation.SinceMs);
        writer.WriteArrayCount(generation.Members.Count);
        foreach (var member in generation.Members) Write(writer, member);
    }

    public static GroupGeneration Read(ref KafkaReader reader) => new(
        reader.ReadString(), reader.ReadInt32(), reader.ReadNullableString(), reader.ReadNullableString(), reader.ReadNullableString(),
        reader.ReadInt64(), ReadMembers(ref reader));

    private static void Write(KafkaWriter writer, GroupGenerationMember member)
    {
        writer.WriteString(member.MemberId);
        writer.WriteNullableString(member.InstanceId);
        writer.WriteString(member.ClientId);
        writer.WriteString(member.ClientHost);
        writer.WriteInt32(member.SessionTimeoutMs);
        writer.WriteInt32(member.RebalanceTimeoutMs);
        GroupProtocol.WriteAll(writer, member.Protocols);
        writer.WriteBytes(member.Assignment);
    }

    private static GroupGenerationMember[] ReadMembers(ref KafkaReader reader)
    {
        var members = new GroupGenerationMember[reader.ReadArrayCount()];
        for (var index = 0; index < members.Length; index++)
        {
            members[index] = new(
                reader.ReadString(), reader.ReadNullableString(), reader.ReadString(), reader.ReadString(),
                reader.ReadInt32(), reader.ReadInt32(), GroupProtocol.ReadAll(ref reader), reader.ReadBytes().ToArray());
        }

        return members;
    }
}
