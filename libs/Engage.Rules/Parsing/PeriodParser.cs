using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Reads from, until, days and time_zone, which activity periods and schedules share.</summary>
internal static class PeriodParser
{
    public static ActivePeriod? ParseActive(DefinitionNode node, string path, ParseContext context)
    {
        if (MappingReader.Open(node, path, context, "{ from: 2026-12-01, until: 2026-12-31 }") is not { } reader) return null;
        var period = Parse(reader);
        reader.Finish();
        return period;
    }

    /// <summary>Reads the four keys and leaves the others to the caller.</summary>
    public static ActivePeriod Parse(MappingReader reader)
    {
        var from = reader.Find("from") is { } fromNode ? TimeParser.Instant(fromNode, reader.PathOf("from"), reader.Context) : null;
        var until = reader.Find("until") is { } untilNode ? TimeParser.Instant(untilNode, reader.PathOf("until"), reader.Context) : null;
        var days = reader.Find("days") is { } daysNode ? TimeParser.Days(daysNode, reader.PathOf("days"), reader.Context) : null;
        var zone = reader.Find("time_zone") is { } zoneNode ? TimeParser.Zone(zoneNode, reader.PathOf("time_zone"), reader.Context) : null;
        if (from is { } start && until is { } end && IsEmpty(start, end)) reader.ErrorAt("until", $"until is not after from ({start}); nothing lies between them");
        return new ActivePeriod(from, until, days ?? WeekDays.All, zone ?? "UTC");
    }

    // Only where both are read on the same clock; an offset on one side alone leaves the order to the time zone.
    private static bool IsEmpty(DefinitionTime from, DefinitionTime until)
    {
        if (from.Offset is null != until.Offset is null) return false;
        var start = from.Offset is { } fromOffset ? from.Local.Minus(NodaTime.Period.FromSeconds(fromOffset.Seconds)) : from.Local;
        var end = until.Offset is { } untilOffset ? until.Local.Minus(NodaTime.Period.FromSeconds(untilOffset.Seconds)) : until.Local;
        return until.IsDateOnly ? end.PlusDays(1) <= start : end <= start;
    }
}
