using System.Diagnostics;

namespace Engage.Streams.Runtime;

/// <summary>Why the head of a partition cannot be processed, and when to look again.</summary>
internal sealed class WaitReason
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    private GlobalTable? table;
    private long offset;
    private TimeSpan pause;
    private long retryAt;

    public bool IsWaiting { get; private set; }

    /// <summary>Monotonic; when the wait began.</summary>
    public long Since { get; private set; }

    /// <summary>For people.</summary>
    public string What { get; private set; } = string.Empty;

    public void Set(in ProcessResult result, TimeProvider time)
    {
        var now = time.GetTimestamp();
        if (!IsWaiting) (IsWaiting, Since, pause) = (true, now, PauseMin);
        retryAt = now;
        table = null;
        switch (result.Outcome)
        {
            case ProcessOutcome.WaitForTable:
                (table, offset) = (result.Table, result.Offset);
                What = $"{table!.Topic} to reach offset {offset}";
                break;
            case ProcessOutcome.Wait:
                What = "other records of its task";
                break;
            case ProcessOutcome.Unavailable:
                What = (string)result.Detail!;
                retryAt = now + (long)(pause.TotalSeconds * time.TimestampFrequency);
                pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
                break;
            default:
                throw new UnreachableException($"{result.Outcome} is nothing to wait for.");
        }
    }

    public bool MayRetry(long now) => now >= retryAt && (table is null || table.NextOffset > offset);

    public void Clear() => IsWaiting = false;
}
