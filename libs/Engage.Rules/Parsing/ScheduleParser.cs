using System.Collections.Immutable;
using System.Globalization;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Time;
using NodaTime;

namespace Engage.Rules.Parsing;

internal static class ScheduleParser
{
    private static readonly string[] Recurrences = ["daily_at", "weekly", "monthly", "cron", "every", "once_at", "now"];
    private static readonly string[] PeriodKeys = ["from", "until", "days"];

    public static Schedule? Parse(DefinitionNode node, string path, ParseContext context)
    {
        if (MappingReader.Open(node, path, context, "{ daily_at: \"09:00\" }") is not { } reader) return null;

        var recurrence = ParseRecurrence(reader);
        var period = PeriodParser.Parse(reader);
        CheckPeriod(reader, recurrence);
        var catchUp = reader.Duration("catch_up") ?? Schedule.DefaultCatchUpMicros;
        reader.Finish();
        return recurrence is null
            ? null
            : new Schedule { Recurrence = recurrence, TimeZone = period.TimeZone, From = period.From, Until = period.Until, Days = period.Days, CatchUpMicros = catchUp };
    }

    private static Recurrence? ParseRecurrence(MappingReader reader)
    {
        var present = Recurrences.Where(reader.Has).ToArray();
        switch (present)
        {
            case []:
                reader.Context.Error(reader.Node.Position, reader.Path, $"the schedule never runs; add one of {string.Join(", ", Recurrences)}");
                return null;
            case [var key]:
                return reader.Find(key) is { } value ? ParseRecurrence(reader, key, value) : null;
            default:
                reader.ErrorAt(present[1], $"a schedule takes exactly one of {string.Join(", ", Recurrences)}; make it several rules");
                return null;
        }
    }

    private static Recurrence? ParseRecurrence(MappingReader reader, string key, DefinitionNode value)
    {
        var path = reader.PathOf(key);
        var context = reader.Context;
        switch (key)
        {
            case "daily_at": return TimeParser.TimeOfDay(value, path, context) is { } at ? new DailyAt(at) : null;
            case "weekly": return ParseWeekly(value, path, context);
            case "monthly": return ParseMonthly(value, path, context);
            case "cron": return ParseCron(value, path, context);
            case "every": return ScalarReader.Duration(value, path, context) is { } micros ? new EveryElapsed(micros) : null;
            case "once_at": return TimeParser.Instant(value, path, context) is { } time ? new OnceAt(time) : null;
            default:
                if (value is BooleanNode { Value: true }) return new RunNow();
                reader.ErrorAt(key, "now takes true; a draft that is not to run yet has status: draft");
                return null;
        }
    }

    private static Cron? ParseCron(DefinitionNode node, string path, ParseContext context)
    {
        if (ScalarReader.Text(node, path, context) is not { } expression) return null;
        if (CronExpression.TryParse(expression, out _, out var mistake)) return new Cron(expression);
        context.Error(node.Position, path, mistake);
        return null;
    }

    private static Weekly? ParseWeekly(DefinitionNode node, string path, ParseContext context)
    {
        if (MappingReader.Open(node, path, context, "{ days: [mon], at: \"09:00\" }") is not { } reader) return null;
        var days = reader.Require("days", "days: [mon]") is { } daysNode ? TimeParser.Days(daysNode, reader.PathOf("days"), context) : null;
        var at = ParseAt(reader);
        reader.Finish();
        return days is { } onDays && at is { } time ? new Weekly(onDays, time) : null;
    }

    private static Monthly? ParseMonthly(DefinitionNode node, string path, ParseContext context)
    {
        if (MappingReader.Open(node, path, context, "{ days: [1, 15, last], at: \"09:00\" }") is not { } reader) return null;

        var days = new SortedSet<int>();
        var onLastDay = false;
        var items = reader.Require("days", "days: [1, 15, last]") is null ? [] : reader.Items("days", "[1, 15, last]");
        foreach (var (item, itemPath) in items)
        {
            if (item is TextNode { Value: "last" }) onLastDay = true;
            else if (item is NumberNode { Value: >= 1 and <= 31 } day && day.Value == decimal.Truncate(day.Value)) days.Add((int)day.Value);
            else context.Error(item.Position, itemPath, $"{item.Describe()} is not a day of the month; write 1 to 31, or last");
        }

        var at = ParseAt(reader);
        reader.Finish();
        return (days.Count > 0 || onLastDay) && at is { } time ? new Monthly([.. days], onLastDay, time) : null;
    }

    private static LocalTime? ParseAt(MappingReader reader) =>
        reader.Require("at", "at: \"09:00\"") is { } node ? TimeParser.TimeOfDay(node, reader.PathOf("at"), reader.Context) : null;

    private static void CheckPeriod(MappingReader reader, Recurrence? recurrence)
    {
        switch (recurrence)
        {
            case EveryElapsed when !reader.Has("from"):
                reader.ErrorAt("every", "every is counted from an instant; add from: 2026-12-01T09:00");
                break;
            case OnceAt or RunNow:
                foreach (var key in PeriodKeys.Where(reader.Has)) reader.ErrorAt(key, $"a rule that runs once takes no {key}; leave it out");
                break;
        }

        if (recurrence is OnceAt { At.IsDateOnly: true } once)
        {
            reader.WarnAt("once_at", string.Create(CultureInfo.InvariantCulture, $"a date alone means midnight; write {once.At}T09:00 for another time"));
        }
    }
}
