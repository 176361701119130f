namespace Engage.Streams.Ports;

/// <summary>A record on its way to a partition.</summary>
public ref struct OutgoingRecord
{
    /// <summary>Full name.</summary>
    public string Topic { get; set; }

    public int Partition { get; set; }

    public ReadOnlySpan<byte> Key { get; set; }

    public ReadOnlySpan<byte> Value { get; set; }

    /// <summary>The value is null, not empty.</summary>
    public bool IsTombstone { get; set; }

    public HeaderView Headers { get; set; }

    /// <summary>Microseconds since the Unix epoch; sent in milliseconds.</summary>
    public long TimestampMicros { get; set; }
}
