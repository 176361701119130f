using Engage.Rules.Decisions;

namespace Engage.Accumulator.Domain;

/// <summary>The layout of a player's row.</summary>
/// <remarks>
/// <code>
/// format 1 | bucket bits 1 | number of chain entries 2, big-endian | chain entries, 24 each | progress of the rules, if bucket bits is 0
/// </code>
/// With bucket bits b above 0 the progress stands in 2^b buckets by the first bits of the rule's key, so that ten thousand rules make no fat row.
/// </remarks>
internal static class PlayerRow
{
    /// <summary>A row or bucket whose progress is longer is split.</summary>
    public const int MaxProgressBytes = 1024;

    /// <summary>4,096 buckets: beyond any number of rules that one player meets.</summary>
    public const int MaxBucketBits = 12;

    private const byte Format = 1;
    private const int HeaderBytes = 4;
    private const int ChainEntryBytes = 24;

    /// <exception cref="InvalidDataException">The row was written by a version that this one does not know.</exception>
    public static int Read(ReadOnlySpan<byte> row, ChainMemory chains, ProgressRow progress)
    {
        if (row[0] != Format) throw new InvalidDataException($"A player's row has format {row[0]}; this version reads {Format}.");

        var chainBytes = ((row[2] << 8) | row[3]) * ChainEntryBytes;
        chains.Load(row.Slice(HeaderBytes, chainBytes));
        progress.Load(row[(HeaderBytes + chainBytes)..]);
        return row[1];
    }

    /// <returns>Bytes of a row with these parts.</returns>
    public static int SizeOf(ReadOnlySpan<byte> chains, ReadOnlySpan<byte> progress) => HeaderBytes + chains.Length + progress.Length;

    public static void Write(Span<byte> row, int bucketBits, ReadOnlySpan<byte> chains, ReadOnlySpan<byte> progress)
    {
        var entries = checked((ushort)(chains.Length / ChainEntryBytes));
        (row[0], row[1], row[2], row[3]) = (Format, (byte)bucketBits, (byte)(entries >> 8), (byte)entries);
        chains.CopyTo(row[HeaderBytes..]);
        progress.CopyTo(row[(HeaderBytes + chains.Length)..]);
    }
}
