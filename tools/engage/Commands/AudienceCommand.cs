using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Engage.Cli.Connections;
using Engage.Cli.Definitions;
using Engage.Cli.Health;
using Engage.Cli.Output;
using Engage.Cli.State;
using Engage.Definitions;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Segments;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage audience</c>: how many players are in segments now, counted and never projected (semantics 9, 10).</summary>
internal static class AudienceCommand
{
    private const string Unsaved = "unsaved-condition";

    private static readonly Option<string[]> Segments = new("--segment") { Description = "a segment; several: players in any of them, each counted once", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Where = new("--where") { Description = "a condition as it stands below 'where' in a segment: the text itself, or @FILE" };
    private static readonly Option<bool> WithWaterfall = new("--waterfall") { Description = "how many of them an SMS and an email would not reach, and why (before caps, budgets and quiet hours)" };

    public static Command Build()
    {
        var command = new Command("audience", "exact number of players in segments") { Segments, Where, WithWaterfall };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var (segments, where) = (result.GetValue(Segments)!, result.GetValue(Where));
        if (segments.Length == 0 == where is null) throw new CommandException("audience needs either --segment or --where", CommandException.WrongUsage);
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        var definitions = DefinitionsInLog.ReadLog(cluster);
        var condition = where is null ? null : RecordOf(where);
        foreach (var segment in segments.Where(id => id != DefinitionNames.Everyone && definitions.Latest.Segments.IndexOf(id) < 0))
            throw new CommandException($"There is no active segment {segment}; 'engage segments' lists them.");

        using var admin = new ClusterAdmin(cluster.Connection);
        var counts = admin.PartitionCounts();
        var asOf = TimeProvider.System.GetUtcNow();
        var lag = (await WorkerInputs.LagAsync(admin, cluster, "segment-materializer", counts)).Values.Sum(left => left ?? 0);
        var partitionCount = counts[cluster.Topic(Topics.Topics.PlayerEvents.Name)];
        var waterfalls = result.GetValue(WithWaterfall) ? WaterfallsOf(cluster, definitions.Latest.Policy?.Caps ?? [], partitionCount, Times.Micros(asOf)) : [];
        long players = 0, total = 0;
        using (var progress = new ProgressLine("counting", asideFromOutput: true))
        {
            for (var partition = 0; partition < partitionCount; partition++)
            {
                cancelled.ThrowIfCancellationRequested();
                var count = Count(PlayersOfPartition.Read(cluster, partition, definitions), segments, condition, Times.Micros(asOf), waterfalls);
                (players, total) = (players + count.Found, total + count.Seen);
                progress.Show($"partition {partition}: {players} of {total}");
            }
        }

        Print(result, segments, definitions.Latest, players, total, asOf, lag);
        if (waterfalls.Length > 0) Print(result, waterfalls);
        return 0;
    }

    private static Waterfall[] WaterfallsOf(Cluster cluster, IReadOnlyList<FrequencyCap> caps, int partitionCount, long nowMicros)
    {
        var sent = caps.Count == 0 ? null : SentMessages.Read(cluster, partitionCount);
        return [Of("sms"), Of("email")];

        Waterfall Of(string channel) => new(channel, caps, nowMicros, player => sent?.InstantsOf(channel, player) ?? []);
    }

    private static AudienceCount Count(PlayersOfPartition players, string[] segments, DefinitionRecord? condition, long atMicros, Waterfall[] waterfalls)
    {
        var judge = condition is null ? players.Judge() : players.JudgeWith(condition, atMicros);
        var count = new AudienceCount(judge, condition is null ? segments : [condition.Id], atMicros, waterfalls);
        foreach (var (player, row) in players.All()) count.Add(player, row);
        return count;
    }

    /// <exception cref="CommandException">It has mistakes, which have been printed.</exception>
    private static DefinitionRecord RecordOf(string where)
    {
        if (where.StartsWith('@') && !File.Exists(where[1..])) throw new CommandException($"--where {where}: there is no file {where[1..]}", CommandException.WrongUsage);
        var text = where.StartsWith('@') ? File.ReadAllText(where[1..]) : where;
        // In YAML the lines of a block belong below its key; a flow mapping or JSON may as well.
        var document = $"kind: segment\nid: {Unsaved}\nwhere:\n{string.Join('\n', text.Split('\n').Select(line => "  " + line))}\n";
        var loaded = DefinitionLoader.Parse([("--where", Encoding.UTF8.GetBytes(document))]);
        foreach (var mistake in loaded.Mistakes) Console.Error.WriteLine($"--where: {mistake.Message}");
        if (loaded.Mistakes.Any(mistake => mistake.IsError)) throw new CommandException("The condition has mistakes (see above).", CommandException.WrongUsage);
        var parsed = loaded.Definitions.Single();
        return new DefinitionRecord(0, "segment", Unsaved, 1, "active", null, DefinitionContent.BodyOf(parsed.Source));
    }

    private static void Print(ParseResult result, string[] segments, DefinitionSet definitions, long players, long total, DateTimeOffset asOf, long lag)
    {
        var versions = segments.Select(id => id == DefinitionNames.Everyone ? id : $"{id} v{definitions.Find(DefinitionKind.Segment, id)!.Version}");
        var report = OutputOption.Report(result, "players", "of", "as_of", "segments", "not_yet_taken");
        report.Add(players, total, asOf, segments.Length == 0 ? ["unsaved condition"] : versions, lag);
        report.Finish();
    }

    private static void Print(ParseResult result, Waterfall[] waterfalls)
    {
        var report = OutputOption.Report(result, "channel", "suppressed", "suppression_unknown", "no_consent", "no_contact", "capped", "reachable");
        foreach (var waterfall in waterfalls)
            report.Add(waterfall.Channel, waterfall.Suppressed, waterfall.SuppressionUnknown, waterfall.NoConsent, waterfall.NoContact, waterfall.Capped, waterfall.Reachable);
        report.Finish();
    }
}
