using System;
using System.Buffers.Text;

namespace Engage.Avro.Binary;

/// <summary>Reads of logical types. A value outside its type's meaning is refused like malformed bytes.</summary>
public static class AvroReaderLogical
{
    /// <summary>2000-01-01T00:00:00Z, the earliest timestamp accepted, in µs since 1970.</summary>
    public const long TimestampMicrosMin = 946_684_800_000_000;

    /// <summary>2100-01-01T00:00:00Z, the first timestamp refused, in µs since 1970.</summary>
    public const long TimestampMicrosEnd = 4_102_444_800_000_000;

    private const int UuidBytes = 16;
    private const int UuidCharacters = 36;
    private const long MicrosPerDay = 86_400_000_000;
    private const int MillisPerDay = 86_400_000;
    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>A decimal held by bytes; the result has <paramref name="scale"/> places, trailing zeros included.</summary>
    public static decimal ReadDecimal(this ref AvroReader reader, int precision, int scale)
    {
        var at = reader.Position;
        return CheckDecimal(at, reader.ReadBytes(), precision, scale);
    }

    /// <summary>A decimal held by a fixed of <paramref name="sizeBytes"/>.</summary>
    public static decimal ReadDecimalFixed(this ref AvroReader reader, int sizeBytes, int precision, int scale)
    {
        var at = reader.Position;
        return CheckDecimal(at, reader.ReadFixed(sizeBytes), precision, scale);
    }

    /// <summary>µs since 1970 (UTC or local), from 2000 up to 2100.</summary>
    public static long ReadTimestampMicros(this ref AvroReader reader)
    {
        var at = reader.Position;
        var value = reader.ReadLong();
        if (value is < TimestampMicrosMin or >= TimestampMicrosEnd) RefuseTimestamp(at);
        return value;
    }

    /// <summary>ms since 1970 (UTC or local), from 2000 up to 2100.</summary>
    public static long ReadTimestampMillis(this ref AvroReader reader)
    {
        var at = reader.Position;
        var value = reader.ReadLong();
        if (value is < TimestampMicrosMin / 1_000 or >= TimestampMicrosEnd / 1_000) RefuseTimestamp(at);
        return value;
    }

    public static DateOnly ReadDate(this ref AvroReader reader)
    {
        var at = reader.Position;
        var day = (long)reader.ReadInt() + EpochDay;
        if (day < DateOnly.MinValue.DayNumber || day > DateOnly.MaxValue.DayNumber) AvroReader.RefuseAt(at, DecodeFault.InvalidLogicalValue, "the date is outside the years 1 to 9999");
        return DateOnly.FromDayNumber((int)day);
    }

    /// <summary>ms since midnight.</summary>
    public static int ReadTimeMillis(this ref AvroReader reader)
    {
        var at = reader.Position;
        var value = reader.ReadInt();
        if (value is < 0 or >= MillisPerDay) AvroReader.RefuseAt(at, DecodeFault.InvalidLogicalValue, "the time of day is outside 00:00 to 24:00");
        return value;
    }

    /// <summary>µs since midnight.</summary>
    public static long ReadTimeMicros(this ref AvroReader reader)
    {
        var at = reader.Position;
        var value = reader.ReadLong();
        if (value is < 0 or >= MicrosPerDay) AvroReader.RefuseAt(at, DecodeFault.InvalidLogicalValue, "the time of day is outside 00:00 to 24:00");
        return value;
    }

    /// <summary>A UUID as a string of 36 characters.</summary>
    public static Guid ReadUuid(this ref AvroReader reader)
    {
        var at = reader.Position;
        var text = reader.ReadBytes();
        if (text.Length != UuidCharacters || !Utf8Parser.TryParse(text, out Guid value, out var consumed) || consumed != UuidCharacters)
        {
            AvroReader.RefuseAt(at, DecodeFault.InvalidLogicalValue, "the string is not a UUID");
            return default;
        }

        return value;
    }

    /// <summary>A UUID as 16 bytes in RFC 4122 order.</summary>
    public static Guid ReadUuidFixed(this ref AvroReader reader) => new(reader.ReadFixed(UuidBytes), bigEndian: true);

    private static decimal CheckDecimal(int at, ReadOnlySpan<byte> unscaled, int precision, int scale)
    {
        if (AvroDecimals.TryDecode(unscaled, precision, scale) is { } value) return value;
        AvroReader.RefuseAt(at, DecodeFault.DecimalOutOfRange, $"the decimal has more than {precision} digits");
        return default;
    }

    private static void RefuseTimestamp(int at) =>
        AvroReader.RefuseAt(at, DecodeFault.TimestampOutOfRange, "the timestamp is outside the years 2000 to 2099");
}
