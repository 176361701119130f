using System.Globalization;

namespace Engage.LoadTest.Torture;

/// <summary>Everything that was done and said, with the seconds since the start, for whoever has to find out what happened.</summary>
internal sealed class Journal(string? path) : IDisposable
{
    private readonly long started = TimeProvider.System.GetTimestamp();
    private readonly StreamWriter? file = path is null ? null : new StreamWriter(path) { AutoFlush = true };

    /// <param name="who">A worker's name, or <c>broker</c>.</param>
    public void Note(string who, string what)
    {
        if (file is null) return;
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds.ToString("F2", CultureInfo.InvariantCulture);
        lock (file) file.WriteLine($"{seconds} {who} {what}");
    }

    public void Dispose() => file?.Dispose();
}
