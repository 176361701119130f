using System.Collections.Immutable;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Reads <c>tags: { has: a }</c>.</summary>
internal static class TagsParser
{
    public static Condition? Parse(DefinitionNode node, string path, ParseContext context)
    {
        if (MappingReader.Open(node, path, context, "{ has: slots-fan }") is not { } reader) return null;

        var conditions = new List<Condition>();
        if (reader.Text("has") is { } tag) conditions.Add(new TagsCondition(TagOperator.Has, [tag]));
        Add("has_any", TagOperator.HasAny);
        Add("has_all", TagOperator.HasAll);
        Add("has_none", TagOperator.HasNone);
        if (reader.Node.Entries.IsEmpty) context.Error(node.Position, path, "there is no test; add has, has_any, has_all or has_none");
        reader.Finish();
        return ConditionParser.Combine(conditions);

        void Add(string key, TagOperator op)
        {
            if (reader.Find(key) is not { } value) return;
            if (value is not SequenceNode)
            {
                reader.ErrorAt(key, $"{value.Describe()} stands where a list of tags is expected; write [a, b]");
                return;
            }

            var tags = ScalarReader.Texts(value, reader.PathOf(key), context);
            if (!tags.IsEmpty) conditions.Add(new TagsCondition(op, [.. tags.Distinct(StringComparer.Ordinal)]));
        }
    }
}
