using System.Globalization;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Templates;

namespace Engage.Rules.Parsing;

/// <summary>Reads a message's words: a text, or a reference to a template document.</summary>
internal static class MessageTextParser
{
    public static MessageText? Parse(MappingReader reader, string key)
    {
        switch (reader.Find(key))
        {
            case null: return null;
            case MappingNode mapping: return ParseReference(mapping, reader.PathOf(key), key, reader.Context);
            case var node:
                if (ScalarReader.Text(node, reader.PathOf(key), reader.Context) is not { } text) return null;
                NoteTemplate(reader, key, text);
                return new InlineText(text);
        }
    }

    public static MessageText Require(MappingReader reader, string key, string example)
    {
        if (!reader.Has(key)) reader.Context.Error(reader.Node.Position, reader.Path, $"'{key}' is missing; add {example}");
        return Parse(reader, key) ?? new InlineText("");
    }

    public static void NoteTemplate(MappingReader reader, string key, string text)
    {
        if (reader.Node.Find(key) is { } node) NoteTemplate(node, reader.PathOf(key), text, reader.Context);
    }

    public static void NoteTemplate(DefinitionNode node, string path, string text, ParseContext context)
    {
        if (text.Length == 0) return;
        if (!TemplateText.TryParse(text, out _, out var mistake))
        {
            context.Error(node.Position, path, mistake!.Offset == 0 ? mistake.Message : string.Create(CultureInfo.InvariantCulture, $"{mistake.Message} (at character {mistake.Offset + 1} of the text)"));
        }

        context.Templates.Add(new TemplateUse(text, node.Position, path));
    }

    private static TemplateReference? ParseReference(MappingNode mapping, string path, string key, ParseContext context)
    {
        if (MappingReader.Open(mapping, path, context, "{ template: welcome }") is not { } reader) return null;
        var templateId = reader.RequireId("template", "template: welcome");
        var name = reader.Text("name") ?? key;
        reader.Finish();
        if (templateId.Length == 0) return null;
        context.Refer(DefinitionKind.Template, templateId, reader.Node.Find("template")!, reader.PathOf("template"), name);
        return new TemplateReference(templateId, name);
    }
}
