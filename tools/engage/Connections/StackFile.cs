using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engage.Cli.Connections;

/// <summary>Where a running embedded stack can be reached; written by <c>engage local up</c> once it is ready, removed when it stops.</summary>
internal sealed record StackFile
{
    public const string FileName = "stack.json";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public required int Pid { get; init; }

    /// <summary>host:port.</summary>
    public required string Broker { get; init; }

    public required string Registry { get; init; }

    public required string Sandbox { get; init; }

    /// <summary>host:port.</summary>
    public required string Smtp { get; init; }

    /// <summary>Metrics addresses by worker.</summary>
    public required IReadOnlyDictionary<string, string> Metrics { get; init; }

    public required string SlackToken { get; init; }

    public required string TwilioSid { get; init; }

    public required string TwilioToken { get; init; }

    /// <summary>Null: no stack is running from that folder, or the file is half written.</summary>
    public static StackFile? Find(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<StackFile>(File.ReadAllText(path), Json);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException)
        {
            return null;
        }
    }

    /// <summary>Readers see the whole file or none.</summary>
    public void Write(string directory)
    {
        var path = Path.Combine(directory, FileName);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(this, Json) + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }

    public static void Remove(string directory) => File.Delete(Path.Combine(directory, FileName));

    /// <summary>The worker that <paramref name="name"/> names; for messages that list them.</summary>
    [JsonIgnore]
    public IEnumerable<string> Workers => Metrics.Keys;
}
