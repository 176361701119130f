using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Storage;

/// <summary>One partition's log: a single writer at a time under a lock, any number of readers on immutable views.</summary>
/// <remarks>An append is one patch of the batch's head in the request buffer, one positional write, and one new view.</remarks>
internal sealed class PartitionLog : IDisposable
{
    private readonly Lock gate = new();
    private readonly Lock flushGate = new();
    private readonly string directory;
    private readonly OpenFiles openFiles;
    private readonly StorageContext context;
    private readonly ProducerStates producers;
    private long flushedEnd;
    private long? frozenStableOffset;
    private bool offline;
    private volatile LogView view;

    public PartitionLog(string directory, OpenFiles openFiles, StorageContext context, RecoveredLog recovered)
    {
        (this.directory, this.openFiles, this.context, producers) = (directory, openFiles, context, recovered.Producers);
        Segment[] segments = [.. recovered.Segments];
        view = new LogView(
            recovered.LogStart, recovered.LogEnd, StableOffset(recovered.LogStart, recovered.LogEnd), segments, segments[^1].SizeBytes, recovered.Aborted);
    }

    public string Directory => directory;

    public LogView View => view;

    public FetchWaiters Waiters { get; } = new();

    private Segment Active => view.Segments[^1];

    /// <summary>Appends one client batch, already checked for form; patches its offset (and time) in place.</summary>
    public AppendResult Append(Span<byte> batch, TopicConfig config)
    {
        var result = AppendLocked(batch, config);
        if (result.Error == ErrorCode.None && context.Fsync == FsyncPolicy.Always) Flush();
        return result;
    }

    /// <summary>Lets the producer's transactional batches in. Refused only when the log is offline.</summary>
    public ErrorCode Register(long producerId, short epoch)
    {
        lock (gate)
        {
            if (offline) return ErrorCode.StorageError;

            producers.Register(producerId, epoch);
            return ErrorCode.None;
        }
    }

    /// <summary>Ends the producer's transaction; its registration goes in the same step.</summary>
    public ErrorCode AppendMarker(in TransactionMarker marker, TopicConfig config)
    {
        var error = AppendMarkerLocked(marker, config);
        if (error == ErrorCode.None && context.Fsync == FsyncPolicy.Always) Flush();
        return error;
    }

    /// <summary>Transactions with data and no end, as (producer, epoch, first offset).</summary>
    public List<(long ProducerId, short Epoch, long FirstOffset)> OpenTransactions()
    {
        lock (gate)
        {
            return [.. producers.Open.Select(state => (state.ProducerId, state.Epoch, state.OpenSince!.Value))];
        }
    }

    /// <summary>Raises the log start to <paramref name="offset"/> and drops the segments wholly below it.</summary>
    public void MoveLogStart(long offset)
    {
        lock (gate)
        {
            var keep = view.Segments.Length - 1;
            for (var index = 0; index < view.Segments.Length - 1; index++)
            {
                if (view.EndOffset(index) > offset)
                {
                    keep = index;
                    break;
                }
            }

            DropSegmentsBefore(keep, Math.Max(offset, view.LogStart));
        }
    }

    /// <summary>Drops the first <paramref name="count"/> segments, as retention decided on <paramref name="seen"/>; nothing if the log was rearranged since.</summary>
    /// <param name="seen">The view the decision was made on.</param>
    /// <param name="count">May include the active segment, which is rolled first.</param>
    public void DropOldest(LogView seen, int count)
    {
        lock (gate)
        {
            if (view.Segments.Length < count || view.Segments[0] != seen.Segments[0] || offline) return;

            if (count == view.Segments.Length) Roll();
            DropSegmentsBefore(count, Math.Max(view.LogStart, view.Segments[count].BaseOffset));
        }
    }

    /// <summary>Closes the active segment so that retention and compaction may touch it. Does nothing while it is empty.</summary>
    public void RollActive()
    {
        lock (gate)
        {
            if (!offline && Active.SizeBytes > 0) Roll();
        }
    }

    /// <summary>A segment object without a file yet, for compaction's output.</summary>
    public Segment NewSegment(long baseOffset) => new(directory, baseOffset, openFiles);

    /// <summary>Puts compaction's output in the place of the segments it was made from.</summary>
    /// <param name="replaced">Adjacent segments.</param>
    /// <param name="replacement">Knows the output's batches; has the first replaced segment's base offset.</param>
    /// <param name="cleaned">The finished output file.</param>
    /// <param name="droppedMarkers">Markers that are no more; their aborted transactions leave the index with them.</param>
    /// <returns>False when a replaced segment is gone, so that the output is worthless (and deleted).</returns>
    /// <exception cref="IOException">Files are in disorder; the log is offline until the next start finishes the swap.</exception>
    public bool Replace(IReadOnlyList<Segment> replaced, Segment replacement, string cleaned, IReadOnlySet<long> droppedMarkers)
    {
        lock (gate)
        {
            var first = Array.IndexOf(view.Segments, replaced[0]);
            if (first < 0 || offline)
            {
                File.Delete(cleaned);
                return false;
            }

            Swap(replaced, cleaned);
            Segment[] segments = [.. view.Segments[..first], replacement, .. view.Segments[(first + replaced.Count)..]];
            replacement.Deactivate();
            view = view with { Segments = segments, Aborted = view.Aborted.Without(droppedMarkers) };
            return true;
        }
    }

    /// <summary>Returns once no rearrangement of segments is under way, so that a reader who found one closed can take the new view.</summary>
    public void AwaitRearrangement()
    {
        lock (gate)
        {
            _ = view;
        }
    }

    /// <summary>Producers whose state must survive compaction: epoch, and base offset of the newest remembered batch (-1 when none).</summary>
    public Dictionary<long, (short Epoch, long NewestBatch)> NewestBatches()
    {
        lock (gate)
        {
            return producers.All.ToDictionary(state => state.ProducerId, state => (state.Epoch, state.Stamps.LastOrDefault(new BatchStamp(-1, -1, -1)).BaseOffset));
        }
    }

    public void ForgetIdleProducers(long beforeMs)
    {
        lock (gate)
        {
            producers.ForgetIdle(beforeMs);
        }
    }

    /// <summary>Holds the last stable offset where it is until thawed, as if markers were late. For tests.</summary>
    public void FreezeStableOffset(bool frozen)
    {
        lock (gate)
        {
            frozenStableOffset = frozen ? view.LastStableOffset : null;
            Publish(view.LogEnd, view.Aborted);
        }
    }

    /// <summary>Answers every request with a storage error until set back. For tests, and after a write that could not be undone.</summary>
    public void SetOffline(bool value)
    {
        lock (gate)
        {
            offline = value;
        }

        Waiters.Signal(stableOffsetMoved: true);
    }

    public bool IsOffline => Volatile.Read(ref offline);

    /// <summary>Forces to disk what the present view holds; one flush serves all who wait for it.</summary>
    public void Flush()
    {
        lock (flushGate)
        {
            var seen = view;
            if (flushedEnd >= seen.LogEnd) return;

            using var file = new FileLease(seen.Segments[^1].Acquire());
            file.File.Flush();
            flushedEnd = seen.LogEnd;
        }
    }

    /// <summary>Closes the files. Later appends are answered with a storage error, so that nothing is written after an abandoned broker's death.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            offline = true;
            foreach (var segment in view.Segments) segment.Dispose();
        }

        Waiters.Signal(stableOffsetMoved: true);
    }

    private AppendResult AppendLocked(Span<byte> batch, TopicConfig config)
    {
        lock (gate)
        {
            if (offline) return new AppendResult(ErrorCode.StorageError);

            var verdict = producers.Check(new BatchHeader(batch));
            if (verdict.Kind != ProducerVerdict.Decision.Append) return Answer(verdict);

            var nowMs = context.Time.NowMs;
            if (config.LogAppendTime) BatchEditing.StampLogAppendTime(batch, nowMs);
            if (!TryWrite(batch, config)) return new AppendResult(ErrorCode.StorageError);

            context.CrashPoints.Reach(CrashPoint.ProduceAfterWrite);
            var header = new BatchHeader(batch);
            producers.Append(header, nowMs);
            Publish(header.LastOffset + 1, view.Aborted);
            return new AppendResult(ErrorCode.None, header.BaseOffset, config.LogAppendTime ? nowMs : -1);
        }
    }

    private ErrorCode AppendMarkerLocked(in TransactionMarker marker, TopicConfig config)
    {
        lock (gate)
        {
            if (offline) return ErrorCode.StorageError;
            if (marker.OnlyIfOpen && producers.Find(marker.ProducerId)?.OpenSince is null) return ErrorCode.None;

            var nowMs = context.Time.NowMs;
            Span<byte> batch = stackalloc byte[ControlBatch.SizeBytes];
            ControlBatch.Write(batch, marker, nowMs);
            if (!TryWrite(batch, config)) return ErrorCode.StorageError;

            var offset = new BatchHeader(batch).BaseOffset;
            var aborted = producers.End(marker, offset, nowMs) is { } abortedNow ? view.Aborted.Add(abortedNow) : view.Aborted;
            Publish(offset + 1, aborted);
            return ErrorCode.None;
        }
    }

    private static AppendResult Answer(in ProducerVerdict verdict) => verdict.Kind switch
    {
        ProducerVerdict.Decision.Duplicate => new AppendResult(ErrorCode.None, verdict.DuplicateOf),
        ProducerVerdict.Decision.NotRegistered => new AppendResult(ErrorCode.InvalidTransactionState, NeedsCoordinator: true),
        _ => new AppendResult(verdict.Error),
    };

    /// <summary>Gives the batch its offset and writes it behind the last one. False when the disk refused; the log is as before then, or offline.</summary>
    private bool TryWrite(Span<byte> batch, TopicConfig config)
    {
        try
        {
            var header = new BatchHeader(batch);
            if (MustRoll(header, config)) Roll();

            BatchEditing.Place(batch, view.LogEnd);
            WriteAtEnd(batch);
            Active.Grow(new BatchHeader(batch));
            return true;
        }
        catch (IOException failure)
        {
            context.Log($"{directory}: append failed: {failure.Message}");
            return false;
        }
    }

    private void WriteAtEnd(ReadOnlySpan<byte> batch)
    {
        using var file = new FileLease(Active.Acquire());
        try
        {
            file.File.Write(Active.SizeBytes, batch);
        }
        catch (IOException)
        {
            TakeBack(file.File);
            throw;
        }
    }

    /// <summary>Removes what a failed write may have left; takes the partition offline if even that fails.</summary>
    private void TakeBack(SegmentFile file)
    {
        try
        {
            file.Truncate(Active.SizeBytes);
        }
        catch (IOException failure)
        {
            offline = true;
            context.Log($"{directory}: offline, because a torn write could not be removed: {failure.Message}");
        }
    }

    private bool MustRoll(in BatchHeader header, TopicConfig config)
    {
        if (Active.SizeBytes == 0) return false;

        return Active.SizeBytes + header.TotalBytes > config.SegmentBytes || header.MaxTimestamp - Active.FirstTimestamp > config.SegmentMs;
    }

    private void Roll()
    {
        if (context.Fsync != FsyncPolicy.Never) Flush();

        var next = new Segment(directory, view.LogEnd, openFiles);
        ProducerSnapshot.Save(next.ProducersPath, producers.All);
        next.Acquire().Release(); // The file's name carries the log end, which must outlive the older segments even if nothing follows.
        Active.Deactivate();
        view = view with { Segments = [.. view.Segments, next], ActiveSizeBytes = 0 };
    }

    private void Swap(IReadOnlyList<Segment> replaced, string cleaned)
    {
        try
        {
            var swap = LogFiles.Named(directory, replaced[0].BaseOffset, LogFiles.SwapExtension);
            File.Move(cleaned, swap);
            foreach (var segment in replaced) segment.Dispose();
            foreach (var segment in replaced.Skip(1)) segment.Delete();
            context.CrashPoints.Reach(CrashPoint.CompactMidSwap);
            File.Move(swap, replaced[0].Path, overwrite: true);
        }
        catch (IOException)
        {
            offline = true;
            throw;
        }
    }

    private void DropSegmentsBefore(int keep, long logStart)
    {
        var dropped = view.Segments[..keep];
        var kept = view.Segments[keep..];
        view = view with
        {
            LogStart = logStart,
            LastStableOffset = StableOffset(logStart, view.LogEnd),
            Segments = kept,
            Aborted = view.Aborted.PruneBelow(logStart),
        };
        foreach (var segment in dropped) segment.Delete();
    }

    private void Publish(long logEnd, AbortedTransactions aborted)
    {
        var before = view;
        var stableOffset = StableOffset(before.LogStart, logEnd);
        view = before with { LogEnd = logEnd, LastStableOffset = stableOffset, ActiveSizeBytes = Active.SizeBytes, Aborted = aborted };
        Waiters.Signal(stableOffsetMoved: stableOffset != before.LastStableOffset);
    }

    private long StableOffset(long logStart, long logEnd) => Math.Max(logStart, frozenStableOffset ?? producers.EarliestOpenOffset ?? logEnd);
}
