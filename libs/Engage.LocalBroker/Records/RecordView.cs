namespace Engage.LocalBroker.Records;

/// <summary>One record of a batch, borrowed from its (decompressed) bytes.</summary>
internal readonly ref struct RecordView
{
    /// <summary>The record with its length prefix.</summary>
    public required ReadOnlySpan<byte> Whole { get; init; }

    public required long TimestampDelta { get; init; }

    public required int OffsetDelta { get; init; }

    public required bool HasKey { get; init; }

    /// <summary>Empty when there is none; see <see cref="HasKey"/>.</summary>
    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>False for a tombstone.</summary>
    public required bool HasValue { get; init; }

    /// <summary>Empty when there is none; see <see cref="HasValue"/>.</summary>
    public required ReadOnlySpan<byte> Value { get; init; }
}
