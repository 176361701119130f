namespace Engage.LocalBroker.Storage;

/// <summary>Puts a partition's directory in order after a compaction was cut short.</summary>
internal static class CompactionLeftovers
{
    /// <summary>Deletes unfinished output; finishes a swap that was under way, because its old segments may be partly gone.</summary>
    public static void Settle(string directory, Action<string> report)
    {
        foreach (var unfinished in Directory.EnumerateFiles(directory, "*" + LogFiles.CleanedExtension).Concat(Directory.EnumerateFiles(directory, "*.tmp")).ToArray())
        {
            report($"{unfinished}: unfinished, deleted.");
            File.Delete(unfinished);
        }

        foreach (var baseOffset in LogFiles.BaseOffsets(directory, LogFiles.SwapExtension)) FinishSwap(directory, baseOffset, report);
    }

    /// <summary>Removes the segments that the swap file at <paramref name="baseOffset"/> stands for, then gives it its final name.</summary>
    public static void FinishSwap(string directory, long baseOffset, Action<string> report)
    {
        var swap = LogFiles.Named(directory, baseOffset, LogFiles.SwapExtension);
        var lastOffset = LastOffset(swap, baseOffset);
        foreach (var covered in LogFiles.BaseOffsets(directory, LogFiles.SegmentExtension))
        {
            // The producers' state at the first segment's start stays valid for its replacement.
            if (covered > baseOffset && covered <= lastOffset) DeletePair(directory, covered);
        }

        report($"{swap}: swap finished.");
        File.Move(swap, LogFiles.Segment(directory, baseOffset), overwrite: true);
    }

    private static void DeletePair(string directory, long baseOffset)
    {
        File.Delete(LogFiles.Segment(directory, baseOffset));
        File.Delete(LogFiles.Producers(directory, baseOffset));
    }

    /// <summary>The output always keeps the last batch of its range, so its last offset tells how far the range went.</summary>
    private static long LastOffset(string swap, long baseOffset)
    {
        using var file = new SegmentFile(swap, FileMode.Open);
        using var walker = new BatchWalker(file, 0, file.LengthBytes, BatchWalker.LongChunkBytes);
        var last = baseOffset;
        while (walker.MoveNext()) last = walker.Header.LastOffset;
        return last;
    }
}
