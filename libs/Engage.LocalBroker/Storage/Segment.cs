using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Storage;

/// <summary>A stretch of a partition's log: one file of batches exactly as served, with its in-memory index.</summary>
/// <remarks>The partition's writer alone appends; any thread looks up and reads below the sizes published in a <see cref="LogView"/>.</remarks>
internal sealed class Segment(string directory, long baseOffset, OpenFiles openFiles) : IDisposable
{
    private readonly Lock gate = new();
    private SegmentFile? file;
    private bool inactive;
    private bool closed;

    public long BaseOffset { get; } = baseOffset;

    public string Path { get; } = LogFiles.Segment(directory, baseOffset);

    /// <summary>Where the producers' state at this segment's start is kept.</summary>
    public string ProducersPath { get; } = LogFiles.Producers(directory, baseOffset);

    public SparseIndex Index { get; } = new();

    public long SizeBytes { get; private set; }

    /// <summary>Timestamp of the first batch, by which segments roll; -1 while empty.</summary>
    public long FirstTimestamp { get; private set; } = -1;

    /// <summary>Largest timestamp of any batch, by which segments are deleted; -1 while empty.</summary>
    public long LargestTimestamp { get; private set; } = -1;

    /// <summary>The file, opened if need be and kept open until released.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="ObjectDisposedException">The segment was deleted or replaced, or the broker stopped: take a newer view.</exception>
    public SegmentFile Acquire()
    {
        SegmentFile acquired;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (file is null || !file.TryAcquire())
            {
                file = new SegmentFile(Path, FileMode.OpenOrCreate);
                file.TryAcquire();
            }

            acquired = file;
        }

        if (inactive) openFiles.Touch(this);
        return acquired;
    }

    /// <summary>Counts a batch that was written, or found on disk, at the end.</summary>
    public void Grow(in BatchHeader header)
    {
        Index.Add(header.BaseOffset, SizeBytes, LargestTimestamp);
        if (SizeBytes == 0) FirstTimestamp = header.MaxTimestamp;
        if (header.RecordCount > 0) LargestTimestamp = Math.Max(LargestTimestamp, header.MaxTimestamp);
        SizeBytes += header.TotalBytes;
    }

    /// <summary>Position of the first batch that ends at or behind <paramref name="offset"/>; <paramref name="sizeBytes"/> when there is none.</summary>
    public long Locate(long offset, long sizeBytes)
    {
        var start = Index.PositionAtOrBeforeOffset(offset);
        if (start >= sizeBytes) return sizeBytes;

        using var walker = Walk(start, sizeBytes, BatchWalker.ShortChunkBytes, out var acquired);
        using (acquired)
        {
            while (walker.MoveNext())
            {
                if (walker.Header.LastOffset >= offset) return walker.Position;
            }

            return sizeBytes;
        }
    }

    /// <summary>The last batch boundary at or before <paramref name="limit"/>, given that a batch begins at <paramref name="start"/>.</summary>
    public long BoundaryAtOrBefore(long limit, long start, long sizeBytes)
    {
        var from = Math.Max(start, Index.PositionAtOrBefore(limit));
        using var walker = Walk(from, sizeBytes, BatchWalker.ShortChunkBytes, out var acquired);
        using (acquired)
        {
            var boundary = from;
            while (walker.MoveNext() && walker.Position + walker.Header.TotalBytes <= limit) boundary = walker.Position + walker.Header.TotalBytes;
            return boundary;
        }
    }

    /// <summary>Size of the batch that begins at <paramref name="position"/>.</summary>
    public long BatchBytesAt(long position, long sizeBytes)
    {
        using var walker = Walk(position, sizeBytes, BatchHeader.SizeBytes, out var acquired);
        using (acquired)
        {
            return walker.MoveNext() ? walker.Header.TotalBytes : throw new IOException($"{Path} holds no batch at {position}.");
        }
    }

    /// <summary>A walker over [start, end). Dispose <paramref name="acquired"/> after it.</summary>
    public BatchWalker Walk(long start, long end, int chunkBytes, out FileLease acquired)
    {
        acquired = new FileLease(Acquire());
        return new BatchWalker(acquired.File, start, end, chunkBytes);
    }

    /// <summary>No more appends: from now on the file may be closed when others are read more.</summary>
    public void Deactivate()
    {
        inactive = true;
        openFiles.Touch(this);
    }

    /// <summary>Closes the file once its present readers are done; the next <see cref="Acquire"/> opens it again.</summary>
    public void CloseFile()
    {
        lock (gate)
        {
            file?.Dispose();
            file = null;
        }
    }

    /// <summary>Closes the file for good. Readers that hold it open finish undisturbed.</summary>
    public void Dispose()
    {
        openFiles.Forget(this);
        lock (gate)
        {
            closed = true;
            file?.Dispose();
            file = null;
        }
    }

    /// <summary>Closes the segment for good and removes its files.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(Path);
        File.Delete(ProducersPath);
    }
}
