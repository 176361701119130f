using System.Globalization;

using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb.Integrity;

/// <summary>Remembers how far the manifest had been written, to notice what RocksDB lets pass in silence.</summary>
/// <remarks>
/// RocksDB takes a manifest that ends early for one that was never longer: it then opens without the newest tables, and replays a newer log on top, which leaves a hole in
/// the middle of the history. It also replays a newer log when an older one was deleted. The seal is one line of text beside the files:
/// <code>engage-seal 1 {manifest name} {bytes} {crc32c of those bytes} {oldest log that recovery needs}</code>
/// Until a new database is open for the first time it says <c>engage-seal new</c>: a process killed before then leaves nothing that was ever used.
/// It is rewritten when the manifest has grown (a flush or compaction), and may lag behind it, never run ahead.
/// </remarks>
internal sealed class DirectorySeal : IDisposable
{
    private const string FileName = "ENGAGE-SEAL";
    private const string Magic = "engage-seal 1";
    private const string Unfinished = "engage-seal new\n";
    private const string NoLog = "-";

    private readonly string path;
    private readonly Manifest manifest;

    private DirectorySeal(string path, Manifest manifest)
    {
        this.path = path;
        this.manifest = manifest;
    }

    /// <summary>Whether the manifest has grown since; one fstat.</summary>
    public bool IsOutdated => manifest.Length != manifest.ReadBytes;

    /// <summary>Says that a database is about to be created in this empty directory.</summary>
    public static void Announce(string path) => File.WriteAllText(Path.Combine(path, FileName), Unfinished);

    /// <summary>Empties the directory if a creation in it was cut off before anything was stored.</summary>
    /// <returns>Whether it was; the announcement stands.</returns>
    public static bool ClearUnfinished(string path)
    {
        var file = Path.Combine(path, FileName);
        if (!File.Exists(file) || File.ReadAllText(file) != Unfinished) return false;
        foreach (var left in Directory.EnumerateFiles(path).Where(left => Path.GetFileName(left) != FileName)) File.Delete(left);
        return true;
    }

    /// <summary>Seals the directory of a database that was just opened, which began a new manifest.</summary>
    public static DirectorySeal Create(string path)
    {
        var seal = new DirectorySeal(path, Manifest.OpenCurrent(path));
        seal.Renew();
        return seal;
    }

    /// <summary>Compares the directory of a closed database with its seal, and its logs with each other.</summary>
    /// <exception cref="StateStoreException">With <see cref="StateFault.Corrupt"/> when they disagree.</exception>
    public static void Verify(string path)
    {
        try
        {
            using var manifest = Manifest.OpenCurrent(path);
            VerifyManifest(path, manifest, File.ReadAllText(Path.Combine(path, FileName)));
            LogContinuity.Verify(path, manifest.FirstLogNumber);
        }
        catch (FileNotFoundException missing)
        {
            throw Corrupt(path, $"{Path.GetFileName(missing.FileName)} is missing");
        }
    }

    /// <summary>Makes the directory unfit to be opened.</summary>
    public static void Break(string path) => File.Delete(Path.Combine(path, FileName));

    /// <summary>Reads what the manifest has gained and replaces the seal.</summary>
    public void Renew()
    {
        manifest.ReadTo(manifest.Length);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Magic} {manifest.Name} {manifest.ReadBytes} {manifest.Crc:x8} {OldestLog()}\n");
        var file = Path.Combine(path, FileName);
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }

    public void Dispose() => manifest.Dispose();

    private static void VerifyManifest(string path, Manifest manifest, string seal)
    {
        var fields = seal.Split(' ');
        if (!seal.StartsWith(Magic, StringComparison.Ordinal) || !seal.EndsWith('\n') || fields.Length != 6
            || !long.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            throw Corrupt(path, $"{FileName} is damaged");

        var length = manifest.Length;
        if (manifest.Name != fields[2])
        {
            // A process that was killed while opening had begun a new manifest: a full snapshot under a higher number.
            if (Manifest.Number(manifest.Name) < Manifest.Number(fields[2])) throw Corrupt(path, $"CURRENT names {manifest.Name}, but {fields[2]} was in use");
            manifest.ReadTo(length);
            return;
        }

        if (length < bytes) throw Corrupt(path, $"{manifest.Name} has {length} bytes, but had {bytes}");
        manifest.ReadTo(bytes);
        if (manifest.Crc.ToString("x8", CultureInfo.InvariantCulture) != fields[4]) throw Corrupt(path, $"{manifest.Name} differs from what was written");

        // A manifest that has grown may have retired the log; an unchanged one cannot have.
        var oldestLog = fields[5].TrimEnd('\n');
        if (length == bytes && oldestLog != NoLog && !File.Exists(Path.Combine(path, oldestLog))) throw Corrupt(path, $"{oldestLog} is missing");
        manifest.ReadTo(length);
    }

    private string OldestLog()
    {
        foreach (var number in LogContinuity.Numbers(path))
            if (number >= manifest.FirstLogNumber) return LogContinuity.FileName(number);
        return NoLog;
    }

    private static StateStoreException Corrupt(string path, string what) => new(StateFault.Corrupt, $"{path} is damaged: {what}.");
}
