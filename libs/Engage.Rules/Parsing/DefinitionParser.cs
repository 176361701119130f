using System.Collections.Immutable;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Turns documents into definitions, collecting every mistake with its place and the fix. Pure and thread-safe.</summary>
public static class DefinitionParser
{
    private static readonly (string Text, DefinitionKind Kind)[] Kinds =
        [.. Enum.GetValues<DefinitionKind>().Select(kind => (DefinitionNames.TextOf(kind), kind))];

    /// <summary>Parses one document of a file, or the body of a definitions record.</summary>
    public static ParsedDefinition Parse(DefinitionNode document)
    {
        var context = new ParseContext();
        var definition = Parse(document, context);
        var source = document as MappingNode ?? new MappingNode(document.Position, []);
        return new ParsedDefinition(
            source, definition, [.. context.Mistakes.OrderBy(mistake => mistake.Position)], [.. context.References], [.. context.Thresholds], [.. context.Templates]);
    }

    private static Definition? Parse(DefinitionNode document, ParseContext context)
    {
        if (MappingReader.Open(document, "", context, "kind, id and what belongs to the kind") is not { } reader) return null;

        if (!reader.Has("kind"))
        {
            var names = string.Join(", ", Kinds.Select(kind => kind.Text));
            var misspelt = reader.Node.Entries.FirstOrDefault(entry => Suggestion.Nearest(entry.Key, ["kind"]) is not null);
            context.Error(misspelt?.KeyPosition ?? document.Position, "", misspelt is null
                ? $"'kind' is missing; add kind: rule (or {names})"
                : $"unknown key '{misspelt.Key}'; did you mean 'kind'?");
            return null;
        }

        var mistakesBefore = context.Mistakes.Count;
        var kind = reader.RequireChoice<DefinitionKind>("kind", "kind: rule", Kinds);
        if (context.Mistakes.Count > mistakesBefore) return null;

        var head = new DocumentHead(
            reader.RequireId("id", "id: my-" + DefinitionNames.TextOf(kind).Replace('_', '-')),
            reader.Text("name"),
            reader.Choice("status", DefinitionStatus.Active, ("draft", DefinitionStatus.Draft), ("active", DefinitionStatus.Active), ("paused", DefinitionStatus.Paused), ("archived", DefinitionStatus.Archived)));

        Definition? definition = kind switch
        {
            DefinitionKind.Rule => RuleParser.Parse(reader, head),
            DefinitionKind.Segment => SegmentParser.Parse(reader, head),
            DefinitionKind.Template => TemplateDocumentParser.Parse(reader, head),
            DefinitionKind.Policy => PolicyParser.Parse(reader, head),
            DefinitionKind.ChannelAccount => ChannelAccountParser.Parse(reader, head),
            DefinitionKind.Endpoint => EndpointParser.Parse(reader, head),
            _ => throw new System.Diagnostics.UnreachableException($"The kind {kind} has no parser."),
        };
        reader.Finish();
        return head.Id.Length == 0 ? null : definition;
    }
}
