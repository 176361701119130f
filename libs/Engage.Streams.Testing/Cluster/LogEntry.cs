namespace Engage.Streams.Testing.Cluster;

/// <summary>One record or control marker of a partition.</summary>
internal sealed record LogEntry
{
    public required long Offset { get; init; }

    public byte[]? Key { get; init; }

    public byte[]? Value { get; init; }

    /// <summary>Encoded as <see cref="HeaderView"/> describes.</summary>
    public byte[] Headers { get; init; } = [];

    public required long TimestampMicros { get; init; }

    /// <summary>Null for a record written outside transactions.</summary>
    public BrokerTransaction? Transaction { get; init; }

    /// <summary>An end-of-transaction marker: takes an offset, is never delivered.</summary>
    public bool IsControl { get; init; }

    /// <summary>Compaction or retention took it away; its offset stays.</summary>
    public bool IsGone { get; init; }

    public bool IsReadable => !IsControl && !IsGone && Transaction is not { Outcome: not TransactionOutcome.Committed };
}
