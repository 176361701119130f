using Engage.Rules.Documents;

namespace Engage.Definitions.Tests;

/// <summary>Documents that differ from a good one in one place: a key misspelt, added or missing, or a value of another type.</summary>
internal static class DocumentMutations
{
    private static readonly DefinitionNode[] Strangers =
    [
        new NumberNode(SourcePosition.None, -7.5m, "-7.5"),
        new BooleanNode(SourcePosition.None, true),
        new TextNode(SourcePosition.None, "?!"),
        new NullNode(SourcePosition.None),
        new SequenceNode(SourcePosition.None, []),
        new MappingNode(SourcePosition.None, []),
    ];

    public static IEnumerable<(string What, DefinitionNode Document)> Of(MappingNode document) =>
        Changed(document, document.Find("kind") is TextNode kind ? kind.Value : "?");

    private static IEnumerable<(string What, DefinitionNode Changed)> Changed(DefinitionNode node, string path) => node switch
    {
        MappingNode mapping => Changed(mapping, path),
        SequenceNode sequence => Changed(sequence, path),
        _ => [],
    };

    private static IEnumerable<(string, DefinitionNode)> Changed(MappingNode mapping, string path)
    {
        yield return ($"{path}: an unknown key", mapping with { Entries = mapping.Entries.Add(new MappingEntry("unheard_of", SourcePosition.None, Strangers[0])) });
        for (var i = 0; i < mapping.Entries.Length; i++)
        {
            var entry = mapping.Entries[i];
            var inner = $"{path}.{entry.Key}";
            yield return ($"{inner}: missing", mapping with { Entries = mapping.Entries.RemoveAt(i) });
            yield return ($"{inner}: misspelt", mapping with { Entries = mapping.Entries.SetItem(i, entry with { Key = entry.Key + "_" }) });
            foreach (var (what, value) in Replaced(entry.Value, inner)) yield return (what, mapping with { Entries = mapping.Entries.SetItem(i, entry with { Value = value }) });
        }
    }

    private static IEnumerable<(string, DefinitionNode)> Changed(SequenceNode sequence, string path)
    {
        for (var i = 0; i < sequence.Items.Length; i++)
        {
            foreach (var (what, value) in Replaced(sequence.Items[i], path + "[]")) yield return (what, sequence with { Items = sequence.Items.SetItem(i, value) });
        }
    }

    private static IEnumerable<(string, DefinitionNode)> Replaced(DefinitionNode value, string path) =>
        Strangers.Where(stranger => stranger.GetType() != value.GetType() || value is TextNode).Select(stranger => ($"{path}: {stranger.Describe()}", stranger)).Concat(Changed(value, path));
}
