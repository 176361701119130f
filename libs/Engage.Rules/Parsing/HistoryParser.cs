using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Segments;

namespace Engage.Rules.Parsing;

/// <summary>Reads the conditions over a player's events: count, sum, since_last and never.</summary>
internal static class HistoryParser
{
    public static Condition? Parse(MappingEntry entry, string path, ParseContext context)
    {
        if (MappingReader.Open(entry.Value, path, context, $"{{ event: casino.bet{(entry.Key == "never" ? "" : ", gte: …")} }}") is not { } reader) return null;

        var pattern = reader.Require("event", "event: casino.bet") is { } node ? EventPatternParser.Parse(node, reader.PathOf("event"), context) : null;
        var where = reader.Find("where") is { } filter ? ConditionParser.Parse(filter, reader.PathOf("where"), ConditionScope.CountedEvent, context) : null;
        if (pattern is { } known && CountsNothing(known))
        {
            reader.WarnAt("event", "tag.added and tag.removed are never counted; test the player's tags instead");
        }

        return entry.Key switch
        {
            "count" => ParseCount(reader, pattern, where),
            "sum" => ParseSum(reader, pattern, where),
            "since_last" => ParseSinceLast(reader, pattern, where),
            _ => ParseNever(reader, pattern, where),
        };
    }

    private static Condition? ParseCount(MappingReader reader, EventPattern? pattern, Condition? where)
    {
        var within = ParseWithin(reader);
        var comparisons = ComparisonParser.ParseOperators(reader.Node, reader.Path, ComparedType.Count, reader.Context, ["event", "where", "within"]);
        return pattern is null || comparisons is null
            ? null
            : ConditionParser.Combine(comparisons.Select(comparison => new CountCondition(pattern, where, within, comparison)));
    }

    private static Condition? ParseSum(MappingReader reader, EventPattern? pattern, Condition? where)
    {
        var within = ParseWithin(reader);
        var fieldText = reader.RequireText("field", "field: amount");
        var field = FieldParser.ParseMoney(fieldText);
        if (field is null && fieldText.Length > 0) reader.ErrorAt("field", $"'{fieldText}' is not money; use amount or amounts.<name>");
        var comparisons = ComparisonParser.ParseOperators(reader.Node, reader.Path, ComparedType.Sum, reader.Context, ["event", "where", "within", "field"]);
        return pattern is null || comparisons is null || field is not { } money
            ? null
            : ConditionParser.Combine(comparisons.Select(comparison => new SumCondition(pattern, where, money, within, comparison)));
    }

    private static Condition? ParseSinceLast(MappingReader reader, EventPattern? pattern, Condition? where)
    {
        var before = reader.Flag("before");
        var comparisons = ComparisonParser.ParseOperators(reader.Node, reader.Path, ComparedType.Duration, reader.Context, ["event", "where", "before"]);
        return pattern is null || comparisons is null
            ? null
            : ConditionParser.Combine(comparisons.Select(comparison => new SinceLastCondition(pattern, where, before, comparison)));
    }

    private static NeverCondition? ParseNever(MappingReader reader, EventPattern? pattern, Condition? where)
    {
        var before = reader.Flag("before");
        reader.Finish();
        return pattern is null ? null : new NeverCondition(pattern, where, before);
    }

    private static long? ParseWithin(MappingReader reader)
    {
        if (reader.Duration("within") is not { } within) return null;
        var step = WindowStep.Of(within);
        if (within % step == 0) return within;
        reader.ErrorAt("within", $"{DurationText.Format(within)} is not a multiple of {DurationText.Format(step)}, the step of windows of this length; write {DurationText.Format(within - (within % step))}");
        return null;
    }

    private static bool CountsNothing(EventPattern pattern) =>
        !pattern.IsEverything && pattern.Exact.All(IsDerived) && pattern.Prefixes.All(IsDerived);

    private static bool IsDerived(string type) => type.StartsWith("tag.", StringComparison.Ordinal);
}
