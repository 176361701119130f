using System.Buffers.Binary;
using System.Reflection;

namespace Engage.Streams.Kafka.Tests.Careless;

/// <summary>Membership that the client would not give out.</summary>
internal static class Forged
{
    private const int MagicBytes = 7;
    private const byte NoInstance = 1;

    /// <summary>Generation −1 and no member, in the form that librdkafka writes: a coordinator takes it unchecked.</summary>
    public static KafkaGroupMetadata Blank(KafkaGroupMetadata live)
    {
        var field = live.Native.GetType().GetField("serializedMetadata", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var bytes = (byte[])field.GetValue(live.Native)!;
        var groupStart = MagicBytes + sizeof(int);
        var group = bytes.AsSpan(groupStart, bytes.AsSpan(groupStart).IndexOf((byte)0));
        byte[] blank = [.. "CGMDv2:"u8, 0, 0, 0, 0, .. group, 0, 0, NoInstance];
        BinaryPrimitives.WriteInt32LittleEndian(blank.AsSpan(MagicBytes), -1);
        field.SetValue(live.Native, blank);
        return KafkaGroupMetadata.From(live.Native);
    }
}
