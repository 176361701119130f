using Engage.Rules.Definitions;

namespace Engage.Rules.Parsing;

internal static class SegmentParser
{
    public static Segment? Parse(MappingReader reader, DocumentHead head)
    {
        if (head.Id == DefinitionNames.Everyone)
        {
            reader.ErrorAt("id", "'everyone' is the built-in segment of all players; choose another id");
        }

        var where = reader.Require("where", "where: { profile.country: NO }") is { } node
            ? ConditionParser.Parse(node, "where", ConditionScope.Player, reader.Context)
            : null;
        return where is null ? null : new Segment { Id = head.Id, Name = head.Name, Status = head.Status, Where = where };
    }
}
