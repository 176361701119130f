using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

internal static class QualificationParser
{
    public static Definitions.Qualification? Parse(DefinitionNode node, string path, ParseContext context)
    {
        if (MappingReader.Open(node, path, context, "{ event: deposit.approved }") is not { } reader) return null;

        var pattern = reader.Require("event", "event: deposit.approved") is { } eventNode
            ? EventPatternParser.Parse(eventNode, reader.PathOf("event"), context)
            : null;
        var where = reader.Find("where") is { } whereNode
            ? ConditionParser.Parse(whereNode, reader.PathOf("where"), ConditionScope.Event, context)
            : null;
        var period = reader.Duration("period");
        var iterations = reader.Integer("iterations", 1, int.MaxValue);
        var requalify = reader.Choice("requalify", RequalifyPolicy.Ignore, ("ignore", RequalifyPolicy.Ignore), ("restart", RequalifyPolicy.Restart));
        reader.Finish();
        return pattern is null ? null : new Definitions.Qualification(pattern, where, period, iterations, requalify);
    }
}
