using System.Text;
using Confluent.Kafka;

namespace Engage.LocalBroker.Conformance.Tests;

/// <summary>UTF-8 with null kept apart from empty.</summary>
internal static class Text
{
    public static ISerializer<string?> Serializer { get; } = new Codec();

    public static IDeserializer<string?> Deserializer { get; } = new Codec();

    private sealed class Codec : ISerializer<string?>, IDeserializer<string?>
    {
        public byte[]? Serialize(string? data, SerializationContext context) => data is null ? null : Encoding.UTF8.GetBytes(data);

        public string? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => isNull ? null : Encoding.UTF8.GetString(data);
    }
}
