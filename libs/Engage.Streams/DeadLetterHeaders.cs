namespace Engage.Streams;

/// <summary>Headers that a dead letter carries, before the record's own; values are UTF-8 text.</summary>
public static class DeadLetterHeaders
{
    public const string Worker = "engage.dead_letter.worker";

    /// <summary>The input topic's full name.</summary>
    public const string Topic = "engage.dead_letter.topic";

    public const string Partition = "engage.dead_letter.partition";

    public const string Offset = "engage.dead_letter.offset";

    /// <summary>The record's own timestamp, microseconds since the Unix epoch.</summary>
    public const string Timestamp = "engage.dead_letter.timestamp_micros";

    /// <summary><see cref="DecodeError.Code"/>.</summary>
    public const string Code = "engage.dead_letter.code";

    /// <summary><see cref="DecodeError.Reason"/>.</summary>
    public const string Reason = "engage.dead_letter.reason";

    /// <summary><see cref="DecodeError.FieldPath"/>; left out if unknown.</summary>
    public const string Field = "engage.dead_letter.field";

    /// <summary><see cref="DecodeError.ByteOffset"/>; left out if unknown.</summary>
    public const string ByteOffset = "engage.dead_letter.byte_offset";

    /// <summary>Bytes of the whole value; there only if the letter was cut because it did not fit. The original lies at topic, partition and offset for as long as its topic keeps it.</summary>
    public const string OriginalValueBytes = "engage.dead_letter.original_value_bytes";

    /// <summary>SHA-256 of the whole value in lower-case hexadecimal digits; there only if the letter was cut.</summary>
    public const string OriginalValueSha256 = "engage.dead_letter.original_value_sha256";

    /// <summary>Bytes of the whole key; there only if the key was cut.</summary>
    public const string OriginalKeyBytes = "engage.dead_letter.original_key_bytes";

    /// <summary>Bytes of the record's own headers; there only if they were left out.</summary>
    public const string OriginalHeadersBytes = "engage.dead_letter.original_headers_bytes";

    /// <summary>Version of the worker that refused it.</summary>
    public const string Version = "engage.dead_letter.version";
}
