using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Storage;

/// <summary>Rebuilds a partition's memory by walking every batch head on disk; cuts the log at the first bad batch.</summary>
/// <param name="directory">The partition's directory; created when missing.</param>
/// <param name="openFiles">Given to the segments.</param>
/// <param name="nowMs">When recovered producers count as last seen: their records' own times may be years old.</param>
/// <param name="report">Receives a line for everything that was cut or dropped.</param>
internal sealed class LogRecovery(string directory, OpenFiles openFiles, long nowMs, Action<string> report)
{
    /// <summary>Large enough to read many small batches at once, small enough not to read large ones in full for their heads.</summary>
    private const int HeadChunkBytes = 32 * 1024;

    private readonly ProducerStates producers = new();
    private readonly List<Segment> segments = [];
    private AbortedTransactions aborted = AbortedTransactions.None;
    private long nextOffset;

    /// <summary>False learns nothing of producers and transactions, and checks nothing; for control runs.</summary>
    public bool Scans { get; init; } = true;

    /// <param name="journaledLogStart">Where DeleteRecords last put the start; 0 when it never did.</param>
    /// <param name="verifyAll">True after an unclean stop: check the CRC of every batch, not only in the active segment.</param>
    public RecoveredLog Run(long journaledLogStart, bool verifyAll)
    {
        Directory.CreateDirectory(directory);
        CompactionLeftovers.Settle(directory, report);

        var baseOffsets = LogFiles.BaseOffsets(directory, LogFiles.SegmentExtension);
        if (baseOffsets.Length > 0) SeedProducers(baseOffsets[0]);

        for (var index = 0; index < baseOffsets.Length; index++)
        {
            var verify = Scans && (verifyAll || index == baseOffsets.Length - 1);
            if (Walk(baseOffsets[index], verify)) continue;

            DeleteFrom(baseOffsets.AsSpan(index + 1));
            break;
        }

        if (segments.Count == 0 || nextOffset < journaledLogStart) StartOver(journaledLogStart);
        foreach (var segment in segments.SkipLast(1)) segment.Deactivate();

        var logStart = Math.Max(segments[0].BaseOffset, journaledLogStart);
        return new RecoveredLog(segments, producers, aborted.PruneBelow(logStart), logStart, nextOffset);
    }

    private void SeedProducers(long firstBaseOffset)
    {
        nextOffset = firstBaseOffset;
        var saved = ProducerSnapshot.Load(LogFiles.Producers(directory, firstBaseOffset), nowMs);
        foreach (var state in saved ?? []) producers.Restore(state);
        if (saved is null && firstBaseOffset > 0) report($"{directory}: no producer state for {firstBaseOffset}; producers before it are unknown now.");
    }

    /// <summary>False when the segment had to be cut, so that nothing behind it counts.</summary>
    private bool Walk(long baseOffset, bool verify)
    {
        var segment = new Segment(directory, baseOffset, openFiles);
        segments.Add(segment);
        nextOffset = Math.Max(nextOffset, baseOffset);

        using var file = new FileLease(segment.Acquire());
        var lengthBytes = file.File.LengthBytes;
        using (var walker = new BatchWalker(file.File, 0, lengthBytes, verify ? BatchWalker.LongChunkBytes : HeadChunkBytes))
        {
            while (walker.MoveNext() && IsSound(walker, verify)) Take(segment, walker);
        }

        if (segment.SizeBytes == lengthBytes) return true;

        report($"{segment.Path}: cut from {lengthBytes} to {segment.SizeBytes} bytes at the first bad batch.");
        file.File.Truncate(segment.SizeBytes);
        File.Delete(Path.Combine(directory, LogFiles.CleanCheckpoint)); // Offsets behind the cut are given again, and those records were never cleaned.
        return false;
    }

    private bool IsSound(BatchWalker walker, bool verify)
    {
        var header = walker.Header;
        if (header.Magic != 2 || header.BaseOffset < nextOffset || header.LastOffsetDelta < 0) return false;

        var stated = header.Crc; // Before reading the batch in full, which moves the chunk that the head lies in.
        return !verify || BatchEditing.ComputeCrc(walker.ReadWhole().Span) == stated;
    }

    private void Take(Segment segment, BatchWalker walker)
    {
        var header = walker.Header;
        if (Scans && header.IsControl) TakeMarker(walker);
        else if (Scans) producers.Append(header, nowMs);

        header = walker.Header; // Reading the marker in full may have moved the chunk.
        segment.Grow(header);
        nextOffset = header.LastOffset + 1;
    }

    private void TakeMarker(BatchWalker walker)
    {
        var batch = walker.ReadWhole().Span;
        if (ControlBatch.ReadOutcome(batch) is not { } outcome) return;

        var header = new BatchHeader(batch);
        var marker = new TransactionMarker(header.ProducerId, header.ProducerEpoch, outcome);
        if (producers.End(marker, header.BaseOffset, nowMs) is { } abortedNow) aborted = aborted.Add(abortedNow);
    }

    private void DeleteFrom(ReadOnlySpan<long> baseOffsets)
    {
        foreach (var baseOffset in baseOffsets)
        {
            report($"{LogFiles.Segment(directory, baseOffset)}: dropped, because the log ends before it.");
            new Segment(directory, baseOffset, openFiles).Delete();
        }
    }

    /// <summary>An empty log at <paramref name="logStart"/>: the topic has no files yet, or they end before what was deleted by request.</summary>
    private void StartOver(long logStart)
    {
        foreach (var segment in segments) segment.Delete();
        segments.Clear();
        segments.Add(new Segment(directory, logStart, openFiles));
        nextOffset = logStart;
    }
}
