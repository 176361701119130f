namespace Engage.Avro.Schemas;

/// <summary>What an underlying Avro type stands for. A logical type that does not fit its underlying type is ignored, as the specification asks.</summary>
public enum LogicalKind
{
    None,
    Decimal,
    Date,
    TimeMillis,
    TimeMicros,
    TimestampMillis,
    TimestampMicros,
    LocalTimestampMillis,
    LocalTimestampMicros,
    Uuid,
    Duration,
}

/// <param name="Kind">Which logical type.</param>
/// <param name="Precision">Decimals only: digits in total, at least 1.</param>
/// <param name="Scale">Decimals only: digits after the point, 0 to <paramref name="Precision"/>.</param>
public readonly record struct LogicalType(LogicalKind Kind, int Precision = 0, int Scale = 0)
{
    public static LogicalType None => default;
}
