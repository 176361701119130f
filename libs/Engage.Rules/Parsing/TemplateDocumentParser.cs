using System.Collections.Immutable;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

internal static class TemplateDocumentParser
{
    private const string Example = "texts: { text: { en: \"Hello\", sv: \"Hej\" } }";

    public static Template? Parse(MappingReader reader, DocumentHead head)
    {
        var defaultLanguage = reader.RequireText("default_language", "default_language: en");
        CheckLanguage(defaultLanguage, message => reader.ErrorAt("default_language", message));
        if (reader.Require("texts", Example) is not { } node || MappingReader.Open(node, "texts", reader.Context, Example) is not { } names) return null;
        if (names.Node.Entries.IsEmpty) reader.ErrorAt("texts", $"there is no text; write {Example}");

        var texts = ImmutableSortedDictionary.CreateBuilder<string, ImmutableSortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var entry in names.Node.Entries)
        {
            texts[entry.Key] = ParseLanguages(entry, defaultLanguage, reader.Context);
        }

        return new Template { Id = head.Id, Name = head.Name, Status = head.Status, DefaultLanguage = defaultLanguage, Texts = texts.ToImmutable() };
    }

    private static ImmutableSortedDictionary<string, string> ParseLanguages(MappingEntry named, string defaultLanguage, ParseContext context)
    {
        var path = $"texts.{named.Key}";
        if (MappingReader.Open(named.Value, path, context, "{ en: \"Hello\" }") is not { } reader) return ImmutableSortedDictionary<string, string>.Empty;

        var languages = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in reader.Node.Entries)
        {
            CheckLanguage(entry.Key, message => context.Error(entry.KeyPosition, path, message));
            if (ScalarReader.Text(entry.Value, $"{path}.{entry.Key}", context) is not { } text) continue;
            MessageTextParser.NoteTemplate(entry.Value, $"{path}.{entry.Key}", text, context);
            languages[entry.Key] = text;
        }

        if (defaultLanguage.Length > 0 && reader.Node.Find(defaultLanguage) is null)
        {
            context.Error(named.KeyPosition, path, $"the text is missing in the default language; add {defaultLanguage}: …");
        }

        return languages.ToImmutable();
    }

    private static void CheckLanguage(string language, Action<string> report)
    {
        if (language.Length == 0) return;
        var valid = language.Length is >= 2 and <= 16 && language.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
        if (!valid) report($"'{language}' is not a lower-case language tag; write for example en, sv or pt-br");
    }
}
