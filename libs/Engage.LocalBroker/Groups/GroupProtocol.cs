using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>One assignor a member offers, with its subscription as opaque bytes.</summary>
internal sealed record GroupProtocol(string Name, byte[] Metadata)
{
    public bool Equals(GroupProtocol? other) =>
        other is not null && Name == other.Name && Metadata.AsSpan().SequenceEqual(other.Metadata);

    public override int GetHashCode() => HashCode.Combine(Name, Metadata.Length);

    public static GroupProtocol[] ReadAll(ref KafkaReader reader)
    {
        var protocols = new GroupProtocol[reader.ReadArrayCount()];
        for (var index = 0; index < protocols.Length; index++) protocols[index] = new(reader.ReadString(), reader.ReadBytes().ToArray());
        return protocols;
    }

    public static void WriteAll(KafkaWriter writer, IReadOnlyList<GroupProtocol> protocols)
    {
        writer.WriteArrayCount(protocols.Count);
        foreach (var protocol in protocols)
        {
            writer.WriteString(protocol.Name);
            writer.WriteBytes(protocol.Metadata);
        }
    }
}
