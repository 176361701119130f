namespace Engage.Streams.Ports;

/// <summary>What a poll brought: a record, or only the end position of a partition. Spans are valid until the next poll of the same client.</summary>
public ref struct FetchedRecord
{
    /// <summary>Index into the topics the client was created with.</summary>
    public int TopicIndex { get; set; }

    public int Partition { get; set; }

    /// <summary>The record's offset; for an end of partition the next offset to be written, control markers counted.</summary>
    public long Offset { get; set; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public long TimestampMicros { get; set; }

    public ReadOnlySpan<byte> Key { get; set; }

    public bool HasKey { get; set; }

    public ReadOnlySpan<byte> Value { get; set; }

    /// <summary>False for a tombstone.</summary>
    public bool HasValue { get; set; }

    public HeaderView Headers { get; set; }
}
