using System;
using System.Buffers.Binary;

namespace Engage.Avro.Binary;

/// <summary>Confluent wire format, version 0.</summary>
/// <remarks>
/// <code>
/// byte   0      1..4                  5..
///        0x00   schema id, int32 BE   Avro payload
/// </code>
/// https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
/// </remarks>
public static class ConfluentWire
{
    public const int HeaderBytes = 5;

    /// <summary>Takes a topic's value apart; false (id 0, payload empty) when it does not start with a version-0 header.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out int schemaId, out ReadOnlySpan<byte> payload)
    {
        if (value.Length < HeaderBytes || value[0] != 0)
        {
            schemaId = 0;
            payload = default;
            return false;
        }

        schemaId = BinaryPrimitives.ReadInt32BigEndian(value[1..]);
        payload = value[HeaderBytes..];
        return true;
    }

    /// <summary>The error for a value on which <see cref="TryRead"/> answered false.</summary>
    public static DecodeError NotWireFormat { get; } =
        new(DecodeFault.NotWireFormat, 0, "", "the value does not begin with a zero byte and a four-byte schema id");

    /// <summary>Call before the codec's <c>Write</c>.</summary>
    public static void WriteHeader(ref AvroWriter writer, int schemaId)
    {
        var header = writer.Reserve(HeaderBytes);
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], schemaId);
        writer.Advance(HeaderBytes);
    }
}
