using System.Globalization;

namespace Engage.LocalBroker.Storage;

/// <summary>Names of the files in a partition's directory.</summary>
internal static class LogFiles
{
    public const string SegmentExtension = ".log";
    public const string ProducersExtension = ".prod";

    /// <summary>A compaction's unfinished output: worthless after a crash.</summary>
    public const string CleanedExtension = ".cleaned";

    /// <summary>A compaction's finished output, not yet in place: completed after a crash.</summary>
    public const string SwapExtension = ".swap";

    public const string CleanCheckpoint = "clean";

    public static string Segment(string directory, long baseOffset) => Named(directory, baseOffset, SegmentExtension);

    public static string Producers(string directory, long baseOffset) => Named(directory, baseOffset, ProducersExtension);

    public static string Named(string directory, long baseOffset, string extension) => Path.Combine(directory, baseOffset.ToString("D20", CultureInfo.InvariantCulture) + extension);

    /// <summary>Base offsets of the files with this extension, ascending.</summary>
    public static long[] BaseOffsets(string directory, string extension) =>
    [
        .. Directory.EnumerateFiles(directory, "*" + extension)
            .Select(file => long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture))
            .Order(),
    ];
}
