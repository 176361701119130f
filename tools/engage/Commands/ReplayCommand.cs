using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Engage.Cli.Connections;
using Engage.Cli.Output;
using Engage.Cli.Replay;

namespace Engage.Cli.Commands;

/// <summary><c>engage replay</c>: a file's rows into player-events.</summary>
internal static class ReplayCommand
{
    private static readonly Option<string> FileOption = new("--file") { Description = "CSV or JSON lines; .gz is unpacked", Required = true };
    private static readonly Option<string> Mapping = new("--mapping") { Description = "which column is what (docs/replay.md)", Required = true };
    private static readonly Option<double?> Rate = new("--rate") { Description = "events per second" };
    private static readonly Option<double?> Speed = new("--speed") { Description = "keep the recorded gaps, this many times faster" };
    private static readonly Option<string?> ShiftTo = new("--shift-to") { Description = "now: move all times so that the last event is now" };
    private static readonly Option<bool> SkipBad = new("--skip-bad") { Description = "count wrong rows and go on" };
    private static readonly Option<bool> Wait = new("--wait") { Description = "return when every stage has caught up" };

    public static Command Build()
    {
        var command = new Command("replay", "send a file's events") { FileOption, Mapping, Rate, Speed, ShiftTo, SkipBad, Wait };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var file = Open(result.GetValue(FileOption)!, result.GetValue(Mapping)!);
        if (result.GetValue(Rate) <= 0 || result.GetValue(Speed) <= 0) throw new CommandException("--rate and --speed must be above 0", CommandException.WrongUsage);
        if (result.GetValue(ShiftTo) is { } to && to != "now") throw new CommandException($"--shift-to {to}: only 'now' is known", CommandException.WrongUsage);

        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        var survey = ReplayEvents.Survey(file);
        var options = new ReplayOptions
        {
            Rate = result.GetValue(Rate),
            Speed = result.GetValue(Speed),
            ShiftMicros = result.GetValue(ShiftTo) is null ? 0 : survey.ShiftToNow,
            SkipBad = result.GetValue(SkipBad),
        };
        var replay = new ReplayEvents(cluster, Console.Error);
        var startedAt = TimeProvider.System.GetTimestamp();
        using (var progress = new ProgressLine("sending", survey.Events)) await replay.RunAsync(file, options, sent => progress.Show(sent, "events"), cancelled);
        var seconds = TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{replay.Sent} events sent in {seconds:F1} s ({replay.Sent / seconds:F0}/s), {replay.Bad} wrong rows left out"));
        if (!result.GetValue(Wait)) return 0;

        using (var progress = new ProgressLine("settling")) await Settling.StagesAsync(cluster, left => progress.Show($"{left} records to go"), cancelled);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"every stage has caught up after {TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds:F1} s"));
        return 0;
    }

    /// <exception cref="CommandException">A file is missing, or the mapping has mistakes, which are printed.</exception>
    public static EventFile Open(string path, string mappingPath)
    {
        foreach (var needed in new[] { path, mappingPath })
        {
            if (!File.Exists(needed)) throw new CommandException($"There is no file {needed}.", CommandException.WrongUsage);
        }

        var (mapping, mistakes) = MappingFile.Read(mappingPath, File.ReadAllBytes(mappingPath));
        foreach (var mistake in mistakes) Console.Error.WriteLine(mistake);
        return mapping is null || mistakes.Any(mistake => mistake.IsError) ? throw new CommandException("The mapping has mistakes; nothing was sent.") : new EventFile(path, mapping);
    }
}
