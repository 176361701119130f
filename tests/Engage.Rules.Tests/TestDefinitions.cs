using Engage.Rules.Compilation;
using Engage.Rules.Documents;

namespace Engage.Rules.Tests;

/// <summary>Builds sets of definitions from JSON documents as the log would hold them.</summary>
internal static class TestDefinitions
{
    public static DefinitionSet Set(params ReadOnlySpan<string> documents)
    {
        var set = DefinitionSet.Empty;
        foreach (var document in documents) set = set.Plus(document);
        return set;
    }

    /// <summary>The set with one more record: the next version of what the document describes.</summary>
    public static DefinitionSet Plus(this DefinitionSet set, string document, string? status = null)
    {
        var node = (MappingNode)CanonicalJson.Parse(document);
        var kind = Text(node, "kind")!;
        var id = Text(node, "id")!;
        Assert.True(Definitions.DefinitionNames.TryParseKind(kind, out var known));
        var version = set.VersionsOf(known, id).Count + 1;
        var record = new DefinitionRecord(set.Offset + 1, kind, id, version, status ?? Text(node, "status") ?? "active", Text(node, "name"), DefinitionContent.BodyOf(node));
        var next = set.With(record);
        Assert.DoesNotContain(next.Rejected, rejected => rejected.Offset == record.Offset);
        return next;
    }

    public static string Segment(string id, string where) => $$"""{ "kind": "segment", "id": "{{id}}", "where": {{where}} }""";

    private static string? Text(MappingNode node, string key) => (node.Find(key) as TextNode)?.Value;
}
