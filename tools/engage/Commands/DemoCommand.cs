using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Demo;
using Engage.Cli.Local;
using Engage.Cli.Output;
using Engage.Cli.Replay;
using Engage.Cli.Sample;

namespace Engage.Cli.Commands;

/// <summary><c>engage demo</c>: what <c>make run</c> does. The embedded stack, the sample rules, a replay with a progress bar, a summary.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> Exit = new("--exit") { Description = "end when the replay has settled" };
    private static readonly Option<string?> FileOption = new("--file") { Description = "replay this file instead of the generated sample" };
    private static readonly Option<string> Mapping = new("--mapping") { Description = "its mapping", DefaultValueFactory = _ => "samples/sample.mapping.yaml" };
    private static readonly Option<string> Rules = new("--rules") { Description = "definitions to apply", DefaultValueFactory = _ => LocalCommand.SampleRules };
    private static readonly Option<int> Events = new("--events") { Description = "events of the generated sample", DefaultValueFactory = _ => 5_000 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "seed of the generated sample", DefaultValueFactory = _ => 1 };

    /// <summary>Shorter than the hour after which messages about an event are no longer sent, so that the sample's reach their channels.</summary>
    private static readonly TimeSpan SampleLength = TimeSpan.FromMinutes(45);

    public static Command Build()
    {
        var command = new Command("demo", "start the embedded stack and replay a sample through it") { Exit, FileOption, Mapping, Rules, Events, Seed, LocalCommand.PortOffset, LocalCommand.Broker };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var data = result.GetValue(ClusterOptions.Data)!;
        Console.WriteLine("starting broker, registry, sandbox and workers ...");
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions
        {
            DataDirectory = data,
            PortOffset = result.GetValue(LocalCommand.PortOffset),
            Broker = result.GetValue(LocalCommand.Broker),
            SlackRecipients = SlackRecipients.Of(result.GetValue(Rules)!),
        }, cancelled);
        LocalCommand.Print(stack.File);
        var cluster = new Cluster(stack.File.Broker, stack.File.Registry, "engage.", stack.File);
        var status = await ApplyCommand.ApplyAsync(cluster, [result.GetValue(Rules)!], dryRun: false, yes: true, wait: true, cancelled);
        if (status != 0) return status;

        await ReplayAsync(cluster, FileFor(result, data), result.GetValue(Mapping)!, cancelled);
        Console.WriteLine($"look on: kcat -b {stack.File.Broker} -C -t engage.action-results · sandbox page {stack.File.Sandbox}/ · engage history --rule wagering-points · logs in {Path.Combine(data, "logs")}");
        if (result.GetValue(Exit)) return 0;
        Console.WriteLine("running until Ctrl-C");
        await LocalCommand.UntilStoppedAsync(stack, cancelled);
        return 0;
    }

    private static async Task ReplayAsync(Cluster cluster, string path, string mapping, CancellationToken cancelled)
    {
        var file = ReplayCommand.Open(path, mapping);
        var replay = new ReplayEvents(cluster, Console.Error);
        var survey = ReplayEvents.Survey(file);
        var begun = TimeProvider.System.GetUtcNow();
        var startedAt = TimeProvider.System.GetTimestamp();
        using (var progress = new ProgressLine("sending", survey.Events))
            await replay.RunAsync(file, new ReplayOptions { ShiftMicros = survey.ShiftToNow }, sent => progress.Show(sent, "events"), cancelled);
        var sending = TimeProvider.System.GetElapsedTime(startedAt);
        using (var progress = new ProgressLine("settling")) await Settling.StagesAsync(cluster, left => progress.Show($"{left} records to go"), cancelled);
        var read = TimeProvider.System.GetElapsedTime(startedAt);
        DemoSummary summary;
        using (var progress = new ProgressLine("delivering")) summary = DemoSummary.Follow(cluster, begun, open => progress.Show($"{open} actions to go"), cancelled);
        summary.Print(Console.Out, replay.Sent, sending, read, TimeProvider.System.GetElapsedTime(startedAt));
    }

    private static string FileFor(ParseResult result, string data)
    {
        if (result.GetValue(FileOption) is { } given) return given;
        // Its events carry new ids at each run of the demo only through the seed: a second run on the same folder shows that repeats change nothing.
        var path = Path.Combine(data, "sample.csv");
        using var writer = new StreamWriter(path);
        new SampleGenerator(new SampleOptions { Length = SampleLength, Seed = result.GetValue(Seed), Events = result.GetValue(Events) }).Write(writer);
        return path;
    }
}
