using Engage.Rules.Definitions;

namespace Engage.Rules.Parsing;

internal static class TriggerParser
{
    public static Trigger? Parse(MappingReader rule)
    {
        if (rule.Find("trigger") is not { } node) return null;
        if (MappingReader.Open(node, "trigger", rule.Context, "{ event: casino.bet }") is not { } reader) return null;

        var pattern = reader.Require("event", "event: casino.bet") is { } eventNode
            ? EventPatternParser.Parse(eventNode, "trigger.event", rule.Context)
            : null;
        var where = reader.Find("where") is { } whereNode
            ? ConditionParser.Parse(whereNode, "trigger.where", ConditionScope.Event, rule.Context)
            : null;
        var reversals = reader.Choice("reversals", TriggerReversals.LowerProgress, ("only", TriggerReversals.Only));
        reader.Finish();
        return pattern is null ? null : new Trigger(pattern, where, reversals);
    }
}
