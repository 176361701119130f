using System.Collections.Immutable;
using Engage.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Cli.Replay;

/// <summary>Reads a mapping file: which column is what.</summary>
/// <remarks>
/// Text is a pattern with columns in braces (<c>bet-{bet_id}</c>), money a sum of columns (<c>stake + profit</c>). The format is described with examples in docs/replay.md.
/// </remarks>
internal sealed class MappingFile
{
    private readonly ParseContext context = new();

    /// <returns>The mapping, and every mistake with its place; the mapping means nothing while one of them is an error.</returns>
    public static (EventMapping? Mapping, IReadOnlyList<Mistake> Mistakes) Read(string name, byte[] content)
    {
        var file = YamlReader.Read(name, content);
        if (file.Mistakes.Any(mistake => mistake.IsError)) return (null, file.Mistakes);
        if (file.Documents.Length != 1)
            return (null, [new Mistake(MistakeSeverity.Error, new SourcePosition(name, 1, 1), "", $"a mapping file holds one document, not {file.Documents.Length}")]);

        var reader = new MappingFile();
        var mapping = reader.Mapping(file.Documents[0]);
        return (mapping, [.. file.Mistakes, .. reader.context.Mistakes.OrderBy(mistake => mistake.Position)]);
    }

    private EventMapping? Mapping(DefinitionNode document)
    {
        if (MappingReader.Open(document, "", context, "format and events") is not { } reader) return null;
        var format = reader.Choice("format", RowFormat.Csv, ("csv", RowFormat.Csv), ("jsonl", RowFormat.JsonLines));
        var delimiter = reader.Text("delimiter") ?? ",";
        if (delimiter.Length != 1) reader.ErrorAt("delimiter", "the delimiter is one character, such as ';'");
        reader.Require("events", "events: with one entry per event that a row becomes");
        var events = reader.Items("events", "- type: casino.bet").Select(item => Event(item.Node, item.Path)).OfType<MappedEvent>().ToArray();
        reader.Finish();
        return new EventMapping(format, delimiter[0], events);
    }

    private MappedEvent? Event(DefinitionNode node, string path)
    {
        if (MappingReader.Open(node, path, context, "type, source, event_id, player and occurred_at") is not { } reader) return null;
        var mapped = new MappedEvent
        {
            When = Tests(reader),
            Type = Required(reader, "type", "type: casino.bet, or a column: type: \"{type}\""),
            Source = Required(reader, "source", "source: casino-wallet"),
            EventId = Required(reader, "event_id", "event_id: \"bet-{id}\""),
            Player = Required(reader, "player", "player: \"{player_id}\""),
            OccurredAt = Required(reader, "occurred_at", "occurred_at: \"{played_at}\""),
            TimeFormat = reader.Choice("time_format", TimeFormat.Iso,
                ("iso", TimeFormat.Iso), ("unix_s", TimeFormat.UnixSeconds), ("unix_ms", TimeFormat.UnixMilliseconds), ("unix_us", TimeFormat.UnixMicroseconds)),
            Amount = Sum(reader, "amount"),
            Amounts = [.. Entries(reader, "amounts").Select(entry => KeyValuePair.Create(entry.Key, Sum(entry.Value, $"{path}.amounts.{entry.Key}")))],
            Currency = Optional(reader, "currency"),
            ExchangeRate = Sum(reader, "exchange_rate"),
            RateCurrency = Optional(reader, "rate_currency"),
            Reverses = Optional(reader, "reverses"),
            Backfill = reader.Flag("backfill"),
            Attributes = Attributes(reader, "attributes"),
            Update = Update(reader),
        };
        reader.Finish();
        return mapped;
    }

    private MappedUpdate? Update(MappingReader events)
    {
        if (events.Find("update") is not { } node) return null;
        if (MappingReader.Open(node, events.PathOf("update"), context, "set, add_tags, remove_tags, consents or suppression") is not { } reader) return null;
        var update = new MappedUpdate
        {
            Set = Attributes(reader, "set"),
            AddTags = Patterns(reader, "add_tags"),
            RemoveTags = Patterns(reader, "remove_tags"),
            Consents = [.. Entries(reader, "consents").Select(entry => KeyValuePair.Create(entry.Key, Pattern(entry.Value, reader.PathOf("consents"))))],
            Suppression = Optional(reader, "suppression"),
        };
        reader.Finish();
        return update;
    }

    private List<RowTest> Tests(MappingReader reader)
    {
        var tests = new List<RowTest>();
        switch (reader.Find("when"))
        {
            case null: break;
            case TextNode column:
                tests.Add(new RowTest(column.Value, null));
                break;
            case MappingNode columns:
                foreach (var entry in columns.Entries) tests.Add(new RowTest(entry.Key, ScalarText(entry.Value, reader.PathOf("when"))));
                break;
            default:
                reader.ErrorAt("when", "name a column that must have a value (when: profit), or columns with theirs (when: { status: won })");
                break;
        }

        return tests;
    }

    private List<MappedAttribute> Attributes(MappingReader reader, string key)
    {
        var attributes = new List<MappedAttribute>();
        foreach (var entry in Entries(reader, key))
        {
            var path = $"{reader.PathOf(key)}.{entry.Key}";
            if (entry.Value is MappingNode { Entries: [var typed] } && TypeOf(typed.Key) is { } type) attributes.Add(new(entry.Key, type, Pattern(typed.Value, path)));
            else if (entry.Value is MappingNode) context.Error(entry.Value.Position, path, "name the value's type once: { text: ... }, { integer: ... }, { number: ... } or { boolean: ... }");
            else attributes.Add(new(entry.Key, AttributeType.Text, Pattern(entry.Value, path)));
        }

        return attributes;
    }

    private static AttributeType? TypeOf(string name) => name switch
    {
        "text" => AttributeType.Text,
        "integer" => AttributeType.Integer,
        "number" => AttributeType.Number,
        "boolean" => AttributeType.Boolean,
        _ => null,
    };

    private static ImmutableArray<MappingEntry> Entries(MappingReader reader, string key)
    {
        switch (reader.Find(key))
        {
            case null: return [];
            case MappingNode mapping: return mapping.Entries;
            case var other:
                reader.ErrorAt(key, $"{other.Describe()} stands where names with values are expected; write {key}: {{ name: \"{{column}}\" }}");
                return [];
        }
    }

    private TextPattern Required(MappingReader reader, string key, string example) =>
        reader.Require(key, example) is { } node ? Pattern(node, reader.PathOf(key)) : TextPattern.Parse("");

    private TextPattern? Optional(MappingReader reader, string key) => reader.Find(key) is { } node ? Pattern(node, reader.PathOf(key)) : null;

    private TextPattern[] Patterns(MappingReader reader, string key) =>
        reader.Has(key) ? [.. reader.Items(key, $"{key}: [name]").Select(item => Pattern(item.Node, item.Path))] : [];

    private TextPattern Pattern(DefinitionNode node, string path)
    {
        try
        {
            return TextPattern.Parse(ScalarText(node, path));
        }
        catch (FormatException wrong)
        {
            context.Error(node.Position, path, wrong.Message);
            return TextPattern.Parse("");
        }
    }

    private Arithmetic? Sum(MappingReader reader, string key) => reader.Find(key) is { } node ? Sum(node, reader.PathOf(key)) : null;

    private Arithmetic Sum(DefinitionNode node, string path)
    {
        try
        {
            return Arithmetic.Parse(ScalarText(node, path));
        }
        catch (FormatException wrong)
        {
            context.Error(node.Position, path, wrong.Message);
            return Arithmetic.Parse("0");
        }
    }

    private string ScalarText(DefinitionNode node, string path)
    {
        switch (node)
        {
            case TextNode text: return text.Value;
            case NumberNode number: return number.Written;
            case BooleanNode boolean: return boolean.Value ? "true" : "false";
            default:
                context.Error(node.Position, path, $"{node.Describe()} stands where one value is expected");
                return "";
        }
    }
}
