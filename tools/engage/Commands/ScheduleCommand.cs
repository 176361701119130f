using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Engage.Cli.Connections;
using Engage.Cli.Definitions;
using Engage.Cli.Output;
using Engage.Rules.Definitions;
using Engage.Rules.Time;

namespace Engage.Cli.Commands;

/// <summary><c>engage schedule preview</c>: the instants at which schedules are due, by the calendar that the scheduler goes by.</summary>
internal static class ScheduleCommand
{
    private static readonly Option<string[]> Files = new("--file", "-f") { Description = "definition files; needs no cluster", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Rule = new("--rule") { Description = "a rule that is known to the cluster" };
    private static readonly Option<DateTimeOffset?> From = TimeOption.Of("--from", "occurrences at or after this time (default: now)");
    private static readonly Option<DateTimeOffset?> To = TimeOption.Of("--to", "occurrences before this time (default: no end)");
    private static readonly Option<int> Count = new("--count") { Description = "at most so many per rule", DefaultValueFactory = _ => 10 };

    public static Command Build()
    {
        var preview = new Command("preview", "the instants at which a schedule is due, in UTC and local time, with gaps and overlaps") { Files, Rule, From, To, Count };
        preview.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return new Command("schedule", "look at schedules") { preview };
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var (files, ruleId, count) = (result.GetValue(Files)!, result.GetValue(Rule), result.GetValue(Count));
        if (files.Length > 0 == ruleId is not null) throw new CommandException("schedule preview needs either --file or --rule", CommandException.WrongUsage);
        if (count is < 1 or > 100_000) throw new CommandException($"--count {count}: give 1 to 100000", CommandException.WrongUsage);
        var now = TimeProvider.System.GetUtcNow();
        var (from, to) = (result.GetValue(From) ?? now, result.GetValue(To));
        if (from >= to) throw new CommandException("--from must lie before --to", CommandException.WrongUsage);

        IReadOnlyList<(Rule Rule, long InForceMicros)> rules;
        if (ruleId is not null) rules = [await FromClusterAsync(result, ruleId, cancelled)];
        else if (DefinitionFiles.LoadAlone(files) is { } documents) rules = [.. documents.Select(document => document.Definition).OfType<Rule>().Where(rule => rule.IsScheduled).Select(rule => (rule, Times.Micros(now)))];
        else return CommandException.Failed;
        if (rules.Count == 0) throw new CommandException("The files hold no rule with a schedule.");

        var report = OutputOption.Report(result, "rule", "due", "local", "zone", "note");
        foreach (var (rule, inForceMicros) in rules) Add(report, rule, inForceMicros, Times.Micros(from), to is { } end ? Times.Micros(end) : long.MaxValue, count);
        report.Finish();
        return 0;
    }

    private static async Task<(Rule, long)> FromClusterAsync(ParseResult result, string ruleId, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        var log = DefinitionsInLog.ReadLog(cluster);
        if (log.Latest.Find(DefinitionKind.Rule, ruleId) is not { } version) throw new CommandException($"There is no rule {ruleId}; 'engage rules' lists them.");
        return version.Definition is Rule { IsScheduled: true } rule
            ? (rule, log.AppendedAtMicros(version.Offset))
            : throw new CommandException($"{ruleId} fires by events and has no schedule.");
    }

    private static void Add(Report report, Rule rule, long inForceMicros, long fromMicros, long toMicros, int count)
    {
        // What runs once and now is due when it comes into force, which for a file is taken to be this moment.
        foreach (var occurrence in new ScheduleCalendar(rule.Schedule!, inForceMicros).Preview(fromMicros, toMicros, count))
        {
            var local = occurrence.Local.ToString("uuuu-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + occurrence.Offset.ToString("+HH:mm", CultureInfo.InvariantCulture);
            report.Add(rule.Id, Times.Of(occurrence.DueMicros), local, rule.Schedule!.TimeZone, NoteOf(occurrence.Note));
        }
    }

    private static string? NoteOf(OccurrenceNote note) => note switch
    {
        OccurrenceNote.None => null,
        OccurrenceNote.MovedOutOfGap => "gap: the clocks skip the wanted time, so it is due at the next valid instant",
        OccurrenceNote.FirstOfOverlap => "overlap: this local time comes twice, and this is the first",
        OccurrenceNote.SecondOfOverlap => "overlap: this local time comes twice, and this is the second",
        _ => throw new System.Diagnostics.UnreachableException($"Nothing words {note}."),
    };
}
