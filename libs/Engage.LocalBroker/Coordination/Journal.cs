using System.Globalization;

namespace Engage.LocalBroker.Coordination;

/// <summary>The coordinator's memory on disk: the latest snapshot, and the journal that continues it.</summary>
/// <remarks>
/// <c>n.snap</c> holds everything up to the start of <c>n.journal</c>. A snapshot is written under a temporary name, flushed and renamed, so a file
/// called <c>.snap</c> is always complete; files of any other number than the newest snapshot's are left over from a crash and removed. Not thread-safe.
/// </remarks>
internal sealed class Journal(string directory) : IDisposable
{
    private const string JournalExtension = ".journal";
    private const string SnapshotExtension = ".snap";
    private const string TemporaryExtension = ".tmp";

    private JournalFile? file;
    private long number;

    /// <summary>Bytes in the current journal, without the snapshot before it.</summary>
    public long SizeBytes => file?.SizeBytes ?? 0;

    /// <summary>The last record was <see cref="JournalRecordType.CleanStop"/>.</summary>
    public bool EndedCleanly { get; private set; }

    private JournalFile Current => file ?? throw new InvalidOperationException("The journal is not open: recover first.");

    /// <summary>Tells everything recorded so far, cuts a torn tail and opens the journal for appending.</summary>
    /// <returns>How many bytes of torn tail were cut off.</returns>
    /// <exception cref="InvalidDataException">A snapshot is damaged: part of the state is lost and nothing could be trusted.</exception>
    public long Recover(JournalRecordConsumer consumer)
    {
        foreach (var leftover in Directory.EnumerateFiles(directory, "*" + TemporaryExtension)) File.Delete(leftover);

        number = Numbers(SnapshotExtension).DefaultIfEmpty(0).Max();
        if (number > 0) ReadSnapshot(consumer);

        file = JournalFile.Open(PathOf(number, JournalExtension));
        var torn = file.ReadAll((type, payload) =>
        {
            EndedCleanly = type == JournalRecordType.CleanStop;
            consumer(type, payload);
        });
        EndedCleanly &= torn == 0;
        RemoveOthers();
        return torn;
    }

    /// <exception cref="IOException">Nothing was recorded.</exception>
    public void Append(JournalRecordType type, ReadOnlySpan<byte> payload) => Current.Append(type, payload);

    /// <inheritdoc cref="JournalFile.AppendTorn"/>
    public void AppendTorn(JournalRecordType type, ReadOnlySpan<byte> payload) => Current.AppendTorn(type, payload);

    public void FlushToDisk() => Current.FlushToDisk();

    /// <summary>Writes what <paramref name="save"/> tells as a snapshot and starts a new, empty journal after it.</summary>
    /// <exception cref="IOException">No snapshot was made; the current journal goes on.</exception>
    public void Snapshot(Action<JournalRecordConsumer> save)
    {
        var temporary = PathOf(number + 1, TemporaryExtension);
        using (var snapshot = JournalFile.Create(temporary))
        {
            save(snapshot.Append);
            snapshot.FlushToDisk();
        }

        // Created before the snapshot becomes valid: from that moment on nothing may be appended to the old journal any more.
        var next = JournalFile.Create(PathOf(number + 1, JournalExtension));
        try
        {
            File.Move(temporary, PathOf(number + 1, SnapshotExtension));
        }
        catch
        {
            next.Dispose();
            throw;
        }

        Current.Dispose();
        file = next;
        number++;
        DurableFiles.FlushDirectory(directory);
        RemoveOthers();
    }

    public void Dispose() => file?.Dispose();

    private void ReadSnapshot(JournalRecordConsumer consumer)
    {
        var path = PathOf(number, SnapshotExtension);
        using var snapshot = JournalFile.Open(path);
        if (snapshot.ReadAll(consumer) > 0) throw new InvalidDataException($"{path} is damaged. Restore the data directory from a copy, or remove it to start empty.");
    }

    private void RemoveOthers()
    {
        foreach (var extension in (string[])[JournalExtension, SnapshotExtension])
        {
            foreach (var other in Numbers(extension).Where(other => other != number).ToArray()) File.Delete(PathOf(other, extension));
        }
    }

    private IEnumerable<long> Numbers(string extension) => Directory.EnumerateFiles(directory, "*" + extension)
        .Select(static file => long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture));

    private string PathOf(long fileNumber, string extension) =>
        Path.Combine(directory, fileNumber.ToString("D8", CultureInfo.InvariantCulture) + extension);
}
