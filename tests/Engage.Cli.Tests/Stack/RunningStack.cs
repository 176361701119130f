using System.Globalization;
using System.Text.Json;
using Engage.EndToEnd.Tests.Harness;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Tests.Stack;

/// <summary>The embedded stack with all workers, as <c>engage local up</c> runs it; commands are processes of their own.</summary>
public sealed class RunningStack : IAsyncLifetime
{
    private const string Mapping = """
        format: jsonl
        events:
          - type: "{type}"
            source: wallet
            event_id: "{id}"
            player: "{player}"
            occurred_at: "{at}"
            amount: amount
            currency: "{currency}"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string directory = Directory.CreateTempSubdirectory("engage-cli-").FullName;
    private RunningProcess? stack;
    private JsonElement file;

    internal string Broker => file.GetProperty("broker").GetString()!;

    /// <summary>A path below the stack's own folder.</summary>
    internal string PathOf(string name) => Path.Combine(directory, name);

    public async ValueTask InitializeAsync()
    {
        stack = new RunningProcess(Checkout.Engage, ["local", "up", "--data", directory, "--port-offset", FreePorts.Offset().ToString(CultureInfo.InvariantCulture)]);
        var begun = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!File.Exists(PathOf("stack.json")))
        {
            Assert.False(stack.HasExited, $"the stack ended while starting:\n{stack.Output}");
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"the stack was not ready:\n{stack.Output}");
            await timer.WaitForNextTickAsync();
        }

        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(PathOf("stack.json")));
        file = document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        if (stack is not null)
        {
            await stack.StopAsync(TimeSpan.FromSeconds(60));
            await stack.DisposeAsync();
        }

        Directory.Delete(directory, recursive: true);
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit status and what it printed, both streams together.</returns>
    internal async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        await using var command = new RunningProcess(Checkout.Engage, [.. arguments, "--data", directory]);
        var status = await command.ExitAsync(Patience);
        return (status, command.Output);
    }

    /// <summary>Runs a command that must succeed.</summary>
    internal async Task<string> EngageAsync(params string[] arguments)
    {
        var (status, output) = await RunAsync(arguments);
        Assert.True(status == 0, $"engage {string.Join(' ', arguments)} ended with status {status}:\n{output}");
        return output;
    }

    /// <summary>The JSON lines that a reading command prints.</summary>
    internal async Task<IReadOnlyList<JsonElement>> RowsAsync(params string[] arguments) => Rows(await EngageAsync([.. arguments, "--output", "json"]));

    internal static IReadOnlyList<JsonElement> Rows(string output) =>
        [.. output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement.Clone())];

    /// <summary>Looks again until something holds.</summary>
    internal static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> holds)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var seen = await look();
            if (holds(seen)) return seen;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"it did not come about within {Patience}; last seen: {(seen is IEnumerable<JsonElement> rows ? string.Join('\n', rows) : seen)}");
            await timer.WaitForNextTickAsync();
        }
    }

    internal async Task ApplyAsync(string name, string yaml, params string[] further)
    {
        var path = PathOf(name + ".yaml");
        await File.WriteAllTextAsync(path, yaml);
        await EngageAsync(["apply", "-f", path, .. further]);
    }

    /// <summary>Sends events, one JSON object each, and waits until every stage has taken them.</summary>
    internal async Task SendAsync(params string[] events)
    {
        var (mapping, path) = (PathOf("mapping.yaml"), PathOf("events.jsonl"));
        await File.WriteAllTextAsync(mapping, Mapping);
        await File.WriteAllLinesAsync(path, events);
        await EngageAsync("replay", "--file", path, "--mapping", mapping, "--wait");
    }

    /// <summary>The end of every partition and the position of every worker's group: what a command that only reads leaves as it was.</summary>
    internal async Task<string> TraceAsync()
    {
        using var admin = new ClusterAdmin(new ClusterConnection(Broker));
        var ends = await admin.EndOffsetsAsync(admin.PartitionCounts(), committedOnly: false);
        var lines = ends.Select(end => $"{end.Key.Topic}[{end.Key.Partition}] {end.Value}").ToList();
        foreach (var group in new[] { "segment-materializer", "trigger-matcher", "accumulator", "scheduler", "dispatcher", "engage-cli-reader" })
        {
            var committed = await admin.CommittedOffsetsAsync(group == "engage-cli-reader" ? group : "engage." + group);
            lines.AddRange(committed.Select(at => $"{group} {at.Key.Topic}[{at.Key.Partition}] {at.Value}"));
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }
}
