using System.Globalization;

namespace Engage.LocalBroker.Storage.Compaction;

/// <summary>When compaction first passed over an offset: the clock that tombstones and markers are kept by.</summary>
/// <remarks>Record times will not do: a tombstone with an old event time would be dropped before anybody saw it. One text line per cleaning: offset, milliseconds.</remarks>
internal sealed class CleanCheckpoint
{
    /// <summary>Forgetting the oldest only makes what lies below it look younger, so that it is kept longer.</summary>
    private const int MaxEntries = 1000;

    private readonly string path;
    private readonly List<(long EndOffset, long TimeMs)> cleanings = [];

    public CleanCheckpoint(string directory)
    {
        path = Path.Combine(directory, LogFiles.CleanCheckpoint);
        if (!File.Exists(path)) return;

        foreach (var line in File.ReadLines(path))
        {
            var parts = line.Split(' ');
            if (parts.Length == 2 && long.TryParse(parts[0], out var offset) && long.TryParse(parts[1], out var timeMs)) cleanings.Add((offset, timeMs));
        }
    }

    /// <summary>Everything before this offset has been cleaned at least once; 0 when nothing was.</summary>
    public long CleanedBefore => cleanings.Count == 0 ? 0 : cleanings[^1].EndOffset;

    /// <summary>When <paramref name="offset"/> was first passed over; null when it never was.</summary>
    public long? FirstCleanedMs(long offset)
    {
        foreach (var (endOffset, timeMs) in cleanings)
        {
            if (offset < endOffset) return timeMs;
        }

        return null;
    }

    /// <summary>Notes, on disk too, that everything before <paramref name="endOffset"/> was cleaned now.</summary>
    public void Add(long endOffset, long nowMs)
    {
        if (endOffset <= CleanedBefore) return;

        cleanings.Add((endOffset, nowMs));
        if (cleanings.Count > MaxEntries) cleanings.RemoveAt(0);

        var unfinished = path + ".tmp";
        File.WriteAllLines(unfinished, cleanings.Select(cleaning => string.Create(CultureInfo.InvariantCulture, $"{cleaning.EndOffset} {cleaning.TimeMs}")));
        File.Move(unfinished, path, overwrite: true);
    }
}
