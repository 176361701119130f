using Engage.Streams.Runtime;

namespace Engage.Streams.Offline;

/// <summary>Reads one partition of a changelog in order and tells whether its transactions follow one another, by the check that restores make. One thread.</summary>
/// <param name="auditedAtMicros">Now, microseconds since the Unix epoch.</param>
/// <param name="minCompactionLag">For how long a record is certain not to be compacted; older headers may be missing.</param>
public sealed class ChangelogAudit(long auditedAtMicros, TimeSpan minCompactionLag)
{
    private long sequence;
    private long[] nextInput = [];

    /// <summary>Records met, headers included.</summary>
    public long Records { get; private set; }

    /// <summary>Transactions whose header is still there.</summary>
    public long Transactions { get; private set; }

    /// <summary>Number of the last transaction; 0: none.</summary>
    public long LastSequence => sequence;

    /// <summary>The last transaction's instance; empty: none.</summary>
    public string LastInstance { get; private set; } = "";

    /// <summary>Where the last transaction ended, next offset per input in the topology's order; empty: there is none.</summary>
    public IReadOnlyList<long> LastInput => nextInput;

    /// <summary>Where the last transaction began; empty: there is none.</summary>
    public IReadOnlyList<long> LastInputBefore { get; private set; } = [];

    /// <summary>Takes the next record.</summary>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public string? Take(long offset, long timestampMicros, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Records++;
        if (key.IsEmpty) return $"@{offset} has no key: somebody else writes to this changelog.";
        if (!key.SequenceEqual(TaskMeta.Key)) return null;

        try
        {
            return Take(offset, timestampMicros, ChangelogHeader.Read(value));
        }
        catch (IntegrityException damaged)
        {
            return $"@{offset}: {damaged.Message}";
        }
    }

    private string? Take(long offset, long timestampMicros, ChangelogHeader header)
    {
        Transactions++;
        var mayBeCompacted = TimeSpan.FromMicroseconds(auditedAtMicros - timestampMicros) > minCompactionLag;
        var misfit = HeaderChain.Misfit(header, sequence, nextInput, mayBeCompacted);
        (sequence, nextInput, LastInstance, LastInputBefore) = (header.Sequence, header.NextInput, header.Instance, header.PreviousInput);
        return misfit is null ? null : $"@{offset}: {misfit}";
    }
}
