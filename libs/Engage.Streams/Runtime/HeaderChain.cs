namespace Engage.Streams.Runtime;

/// <summary>How each transaction of a changelog follows the one before it. Pure; for restores and for audits.</summary>
internal static class HeaderChain
{
    /// <summary>True where the header is that of the transaction known already.</summary>
    public static bool IsSame(ChangelogHeader header, long sequence, ReadOnlySpan<long> nextInput) =>
        header.Sequence == sequence && header.NextInput.AsSpan().SequenceEqual(nextInput);

    /// <summary>What is wrong with a header that follows a transaction.</summary>
    /// <param name="sequence">Of the transaction before; 0: none is known.</param>
    /// <param name="nextInput">Where the transaction before ended, per input.</param>
    /// <param name="mayBeCompacted">True where headers between the two may have been compacted away.</param>
    /// <returns>Null: nothing.</returns>
    public static string? Misfit(ChangelogHeader header, long sequence, ReadOnlySpan<long> nextInput, bool mayBeCompacted)
    {
        var overlaps = header.Sequence <= sequence;
        var leavesGap = sequence > 0 && header.Sequence > sequence + 1;
        for (var input = 0; input < Math.Min(nextInput.Length, header.PreviousInput.Length); input++)
        {
            overlaps |= header.PreviousInput[input] < nextInput[input];
            leavesGap |= header.PreviousInput[input] > nextInput[input];
        }

        if (overlaps) return $"transaction {header.Sequence} of {header.Instance} starts before the end of transaction {sequence}; two owners have written, or one transaction twice.";
        return leavesGap && !mayBeCompacted ? $"transaction {header.Sequence} of {header.Instance} does not follow transaction {sequence}; a transaction is missing." : null;
    }
}
