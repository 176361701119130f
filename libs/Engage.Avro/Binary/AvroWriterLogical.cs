using System;
using System.Buffers.Text;

namespace Engage.Avro.Binary;

/// <summary>Writes of logical types that need more than a number.</summary>
public static class AvroWriterLogical
{
    private const int UnscaledBytesMax = 16;
    private const int UuidBytes = 16;
    private const int UuidCharacters = 36;
    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    public static void WriteDate(this ref AvroWriter writer, DateOnly value) => writer.WriteInt(value.DayNumber - EpochDay);

    public static void WriteUuid(this ref AvroWriter writer, Guid value)
    {
        writer.WriteLong(UuidCharacters);
        Utf8Formatter.TryFormat(value, writer.Reserve(UuidCharacters), out var written);
        writer.Advance(written);
    }

    public static void WriteUuidFixed(this ref AvroWriter writer, Guid value)
    {
        value.TryWriteBytes(writer.Reserve(UuidBytes), bigEndian: true, out var written);
        writer.Advance(written);
    }

    /// <exception cref="AvroEncodeException">The value has too many decimal places or digits, or does not fit the size.</exception>
    public static void WriteDecimalFixed(this ref AvroWriter writer, decimal value, int sizeBytes, int precision, int scale)
    {
        Span<byte> unscaled = stackalloc byte[UnscaledBytesMax];
        var length = AvroDecimals.Encode(value, precision, scale, unscaled);
        if (length > sizeBytes) throw new AvroEncodeException($"A decimal needs {length} bytes, its fixed has {sizeBytes}.");

        var target = writer.Reserve(sizeBytes)[..sizeBytes];
        target[..(sizeBytes - length)].Fill(value < 0 ? (byte)0xff : (byte)0);
        unscaled[..length].CopyTo(target[(sizeBytes - length)..]);
        writer.Advance(sizeBytes);
    }
}
