using System.Buffers.Binary;
using System.Reflection;
using System.Text;
using Confluent.Kafka;
using Engage.Streams.Ports;

namespace Engage.Streams.Kafka;

/// <summary>The client's membership object with what it will tell the coordinator, read from its own bytes.</summary>
/// <remarks>
/// librdkafka blanks the member id, or sets generation −1 beside an old one, when it knows that it was dropped; a coordinator takes such offsets unchecked. So not the consumer's properties but the object itself is asked:
/// <code>
/// "CGMDv2:" [generation: i32, native order] [group id, NUL] [member id, NUL] …          librdkafka, rd_kafka_consumer_group_metadata_write
/// </code>
/// </remarks>
internal sealed class KafkaGroupMetadata : GroupMetadata
{
    private static readonly FieldInfo Serialized = typeof(IConsumerGroupMetadata).Assembly.GetType("Confluent.Kafka.ConsumerGroupMetadata")?
        .GetField("serializedMetadata", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new NotSupportedException("This version of Confluent.Kafka keeps its group metadata elsewhere; without a look at it a zombie could commit.");

    private KafkaGroupMetadata(IConsumerGroupMetadata native, int generation, string memberId)
        : base(generation, memberId) => Native = native;

    public IConsumerGroupMetadata Native { get; }

    private static ReadOnlySpan<byte> Magic => "CGMDv2:"u8;

    public static KafkaGroupMetadata From(IConsumerGroupMetadata native)
    {
        var (generation, memberId) = Parse((byte[])Serialized.GetValue(native)!);
        return new KafkaGroupMetadata(native, generation, memberId);
    }

    internal static (int Generation, string MemberId) Parse(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic)) throw new NotSupportedException($"Group metadata starts with '{Encoding.ASCII.GetString(bytes[..Math.Min(7, bytes.Length)])}', not CGMDv2: this librdkafka is unknown to us.");
        var rest = bytes[Magic.Length..];
        var generation = BinaryPrimitives.ReadInt32LittleEndian(rest); // x64 and arm64 only, both little-endian.
        rest = rest[sizeof(int)..];
        rest = rest[(rest.IndexOf((byte)0) + 1)..];
        return (generation, Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]));
    }
}
