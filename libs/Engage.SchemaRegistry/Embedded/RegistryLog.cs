using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>The registry's changes, one JSON line each, appended and flushed to the disk before anyone hears of them.</summary>
/// <remarks>A last line that a crash left unfinished was never answered for, so it is cut off. The open file keeps a second server out of the folder.</remarks>
internal sealed class RegistryLog : IDisposable
{
    private const string FileName = "schema-registry.log";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly FileStream file;

    private RegistryLog(FileStream file) => this.file = file;

    /// <summary>Opens or creates the log in <paramref name="folder"/> and hands every change in it to <paramref name="apply"/>.</summary>
    /// <exception cref="IOException">The folder cannot be used, or another server uses it.</exception>
    /// <exception cref="InvalidDataException">A line before the last is damaged; the message names it.</exception>
    public static RegistryLog Open(string folder, Action<RegistryEvent> apply)
    {
        Directory.CreateDirectory(folder);
        var file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            Replay(file, apply);
            return new RegistryLog(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The disk is full or gone; the log is as it was before.</exception>
    public void Append(RegistryEvent change)
    {
        var start = file.Position;
        try
        {
            file.Write([.. JsonSerializer.SerializeToUtf8Bytes(change, Json), (byte)'\n']);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half a line would make the next one unreadable.
            file.SetLength(start);
            throw;
        }
    }

    public void Dispose() => file.Dispose();

    private static void Replay(FileStream file, Action<RegistryEvent> apply)
    {
        var text = new byte[file.Length];
        file.ReadExactly(text);
        var start = 0;
        for (var line = 1; text.AsSpan(start).IndexOf((byte)'\n') is >= 0 and var length; line++)
        {
            apply(Parse(text.AsSpan(start, length), line, file.Name));
            start += length + 1;
        }

        file.SetLength(start);
        file.Seek(start, SeekOrigin.Begin);
    }

    private static RegistryEvent Parse(ReadOnlySpan<byte> line, int number, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RegistryEvent>(line, Json) ?? throw new JsonException("null");
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException($"Line {number} of {path} is no change of a schema registry ({damage.Message}): {Encoding.UTF8.GetString(line[..Math.Min(line.Length, 80)])}", damage);
        }
    }
}
