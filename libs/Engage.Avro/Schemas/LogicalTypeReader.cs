using System;
using System.Globalization;
using Engage.Avro.Json;

namespace Engage.Avro.Schemas;

/// <summary>Reads "logicalType" and its parameters; whatever does not fit the underlying type means none.</summary>
internal static class LogicalTypeReader
{
    private const int UuidBytes = 16;
    private const int DurationBytes = 12;

    public static LogicalType Read(JsonObject json, AvroType underlying, int sizeBytes)
    {
        if (json.Find("logicalType") is not JsonString name) return LogicalType.None;
        return (name.Value, underlying) switch
        {
            ("decimal", AvroType.Bytes or AvroType.Fixed) => ReadDecimal(json, underlying, sizeBytes),
            ("date", AvroType.Int) => new LogicalType(LogicalKind.Date),
            ("time-millis", AvroType.Int) => new LogicalType(LogicalKind.TimeMillis),
            ("time-micros", AvroType.Long) => new LogicalType(LogicalKind.TimeMicros),
            ("timestamp-millis", AvroType.Long) => new LogicalType(LogicalKind.TimestampMillis),
            ("timestamp-micros", AvroType.Long) => new LogicalType(LogicalKind.TimestampMicros),
            ("local-timestamp-millis", AvroType.Long) => new LogicalType(LogicalKind.LocalTimestampMillis),
            ("local-timestamp-micros", AvroType.Long) => new LogicalType(LogicalKind.LocalTimestampMicros),
            ("uuid", AvroType.String) => new LogicalType(LogicalKind.Uuid),
            ("uuid", AvroType.Fixed) when sizeBytes == UuidBytes => new LogicalType(LogicalKind.Uuid),
            ("duration", AvroType.Fixed) when sizeBytes == DurationBytes => new LogicalType(LogicalKind.Duration),
            _ => LogicalType.None,
        };
    }

    private static LogicalType ReadDecimal(JsonObject json, AvroType underlying, int sizeBytes)
    {
        var precision = ReadCount(json, "precision") ?? 0;
        var scale = ReadCount(json, "scale") ?? 0;
        if (precision < 1 || scale > precision) return LogicalType.None;
        if (underlying == AvroType.Fixed && precision > DigitsIn(sizeBytes)) return LogicalType.None;
        return new LogicalType(LogicalKind.Decimal, precision, scale);
    }

    /// <summary>The specification's floor(log10(2^(8 × size − 1) − 1)).</summary>
    private static int DigitsIn(int sizeBytes) => (int)Math.Floor(Math.Log10(2) * ((8.0 * sizeBytes) - 1));

    private static int? ReadCount(JsonObject json, string member) =>
        json.Find(member) is JsonNumber number && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
