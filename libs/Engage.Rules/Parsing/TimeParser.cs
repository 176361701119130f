using System.Globalization;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using NodaTime;
using NodaTime.Text;

namespace Engage.Rules.Parsing;

/// <summary>Reads times of the day, dates, instants, days of the week and time zones; null, with a mistake noted, for anything else.</summary>
internal static class TimeParser
{
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    private static readonly LocalTimePattern MinutePattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalTimePattern SecondPattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");
    private static readonly LocalDatePattern DatePattern = LocalDatePattern.Iso;
    private static readonly LocalDateTimePattern[] DateTimePatterns =
        [LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"), LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.FFFFFF")];

    private static readonly (string Text, IsoDayOfWeek Day)[] DayNames =
    [
        ("mon", IsoDayOfWeek.Monday), ("tue", IsoDayOfWeek.Tuesday), ("wed", IsoDayOfWeek.Wednesday), ("thu", IsoDayOfWeek.Thursday),
        ("fri", IsoDayOfWeek.Friday), ("sat", IsoDayOfWeek.Saturday), ("sun", IsoDayOfWeek.Sunday),
    ];

    public static LocalTime? TimeOfDay(DefinitionNode node, string path, ParseContext context)
    {
        if (node is TextNode text)
        {
            if (MinutePattern.Parse(text.Value) is { Success: true } minutes) return minutes.Value;
            if (SecondPattern.Parse(text.Value) is { Success: true } seconds) return seconds.Value;
        }

        context.Error(node.Position, path, $"{node.Describe()} is not a time of day; write \"09:00\" or \"09:00:30\"");
        return null;
    }

    public static DefinitionTime? Instant(DefinitionNode node, string path, ParseContext context)
    {
        if (node is TextNode text && ParseInstant(text.Value) is { } time)
        {
            if (time.Local.Year is >= FirstYear and <= LastYear) return time;
            context.Error(node.Position, path, string.Create(CultureInfo.InvariantCulture, $"the year {time.Local.Year} is outside {FirstYear} to {LastYear}"));
            return null;
        }

        context.Error(node.Position, path, $"{node.Describe()} is not a date or time; write 2026-12-31, 2026-12-01T09:00 or 2026-12-01T09:00+01:00");
        return null;
    }

    public static WeekDays? Days(DefinitionNode node, string path, ParseContext context)
    {
        var days = new WeekDays(0);
        foreach (var name in ScalarReader.Texts(node, path, context))
        {
            var (text, day) = DayNames.FirstOrDefault(known => known.Text == name);
            if (text is not null) days = days.With(day);
            else context.Error(node.Position, path, $"'{name}' is not a day of the week{Suggestion.For(name, [.. DayNames.Select(known => known.Text)])}");
        }

        return days.Count == 0 ? null : days;
    }

    public static string? Zone(DefinitionNode node, string path, ParseContext context)
    {
        if (ScalarReader.Text(node, path, context) is not { } id) return null;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is not null) return id;

        var nearest = DateTimeZoneProviders.Tzdb.Ids.FirstOrDefault(known => known.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? Suggestion.Nearest(id, DateTimeZoneProviders.Tzdb.Ids);
        context.Error(node.Position, path, $"'{id}' is not an IANA time zone; {(nearest is null ? "write for example Europe/Stockholm" : $"did you mean '{nearest}'?")}");
        return null;
    }

    private static DefinitionTime? ParseInstant(string text)
    {
        if (DatePattern.Parse(text) is { Success: true } date) return new DefinitionTime(date.Value.AtMidnight(), null, IsDateOnly: true);

        var (local, offset) = SplitOffset(text);
        if (local is null) return null;
        foreach (var pattern in DateTimePatterns)
        {
            if (pattern.Parse(local) is { Success: true } parsed) return new DefinitionTime(parsed.Value, offset, IsDateOnly: false);
        }

        return null;
    }

    private static (string? Local, Offset? Offset) SplitOffset(string text)
    {
        if (text.EndsWith('Z')) return (text[..^1], Offset.Zero);
        if (text.Length <= 6 || text[^6] is not ('+' or '-') || text[^3] != ':') return (text, null);
        return OffsetPattern.CreateWithInvariantCulture("+HH:mm").Parse(text[^6..]) is { Success: true } offset ? (text[..^6], offset.Value) : (null, null);
    }
}
