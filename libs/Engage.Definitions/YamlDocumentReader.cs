using System.Collections.Immutable;
using System.Globalization;
using Engage.Rules.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Engage.Definitions;

/// <summary>Walks the parser's events of one file. Used once.</summary>
internal sealed class YamlDocumentReader(string file, string text)
{
    private readonly Parser parser = new(new StringReader(text));
    private readonly ImmutableArray<DefinitionNode>.Builder documents = ImmutableArray.CreateBuilder<DefinitionNode>();
    private readonly ImmutableArray<Mistake>.Builder mistakes = ImmutableArray.CreateBuilder<Mistake>();

    private SourcePosition lastPlace = new(file, 1, 1);

    /// <summary>Set where nesting is too deep: what lies below is not even scanned, since the time that takes grows with the square of the depth.</summary>
    private bool isGivenUp;

    public YamlDocuments Read()
    {
        try
        {
            parser.Consume<StreamStart>();
            while (!isGivenUp && !parser.Accept<StreamEnd>(out _)) ReadDocument();
        }
        catch (YamlException exception)
        {
            Error(new SourcePosition(file, (int)Math.Max(1, exception.Start.Line), (int)Math.Max(1, exception.Start.Column)), "", "not YAML: " + FirstLine(exception));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // The scanner fails like this, without a place, on some texts that end too early.
            Error(lastPlace, "", "not YAML: the text cannot be read on from here; look for a bracket or quote that is not closed");
        }

        if (documents.Count == 0 && mistakes.Count == 0)
        {
            mistakes.Add(new Mistake(MistakeSeverity.Error, new SourcePosition(file, 1, 1), "", "the file holds no definitions; add kind: rule and what belongs to it"));
        }

        return new YamlDocuments(documents.ToImmutable(), mistakes.ToImmutable());
    }

    private void ReadDocument()
    {
        parser.Consume<DocumentStart>();
        var node = ReadNode("", depth: 1);
        if (isGivenUp) return;
        parser.Consume<DocumentEnd>();
        if (node is not NullNode) documents.Add(node);
    }

    private DefinitionNode ReadNode(string path, int depth)
    {
        var current = parser.Current ?? throw new YamlException("unexpected end of the file");
        if (current is NodeEvent node) CheckProperties(node, path);
        if (depth > DefinitionNode.MaxDepth && current is MappingStart or SequenceStart) return GiveUp(current, path);

        switch (current)
        {
            case Scalar: return ReadScalar(path);
            case SequenceStart: return ReadSequence(path, depth);
            case MappingStart: return ReadMapping(path, depth);
            case AnchorAlias alias:
                Error(PlaceOf(alias), path, $"*{alias.Value} is an alias; aliases are not allowed, write the value out");
                parser.MoveNext();
                return new NullNode(PlaceOf(alias));
            default:
                throw new YamlException(current.Start, current.End, $"unexpected {current.GetType().Name}");
        }
    }

    private DefinitionNode ReadScalar(string path)
    {
        var scalar = parser.Consume<Scalar>();
        var place = PlaceOf(scalar);
        return scalar.Style == ScalarStyle.Plain
            ? YamlScalars.Resolve(scalar.Value, place, (severity, message) => mistakes.Add(new Mistake(severity, place, path, message)))
            : new TextNode(place, scalar.Value);
    }

    private SequenceNode ReadSequence(string path, int depth)
    {
        var start = parser.Consume<SequenceStart>();
        var items = ImmutableArray.CreateBuilder<DefinitionNode>();
        while (!isGivenUp && !parser.Accept<SequenceEnd>(out _))
        {
            items.Add(ReadNode(string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]"), depth + 1));
        }

        if (!isGivenUp) parser.Consume<SequenceEnd>();
        return new SequenceNode(PlaceOf(start), items.ToImmutable());
    }

    private MappingNode ReadMapping(string path, int depth)
    {
        var start = parser.Consume<MappingStart>();
        var entries = ImmutableArray.CreateBuilder<MappingEntry>();
        var firstPlaces = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        while (!isGivenUp && !parser.Accept<MappingEnd>(out _))
        {
            var (key, keyPlace) = ReadKey(path, depth);
            if (isGivenUp) break;
            var value = ReadNode(path.Length == 0 ? key : $"{path}.{key}", depth + 1);
            if (firstPlaces.TryAdd(key, keyPlace)) entries.Add(new MappingEntry(key, keyPlace, value));
            else Error(keyPlace, path, string.Create(CultureInfo.InvariantCulture, $"the key '{key}' is repeated (first at line {firstPlaces[key].Line}); keep one"));
        }

        if (!isGivenUp) parser.Consume<MappingEnd>();
        return new MappingNode(PlaceOf(start), entries.ToImmutable());
    }

    private (string Key, SourcePosition Place) ReadKey(string path, int depth)
    {
        if (parser.Accept<Scalar>(out var scalar))
        {
            CheckProperties(scalar, path);
            parser.MoveNext();
            return (scalar.Value, PlaceOf(scalar));
        }

        // {{ }} without quotes is a mapping as a key: the usual way to get here.
        var place = PlaceOf(parser.Current!);
        Error(place, path, "a key must be a text; a template such as {{player.id}} needs quotes around the whole text");
        ReadNode(path, depth + 1);
        return ("?", place);
    }

    private NullNode GiveUp(ParsingEvent start, string path)
    {
        Error(PlaceOf(start), path, string.Create(CultureInfo.InvariantCulture, $"nested deeper than {DefinitionNode.MaxDepth} levels, so that the rest of the file is not read; split the condition into segments"));
        isGivenUp = true;
        return new NullNode(PlaceOf(start));
    }

    private void CheckProperties(NodeEvent node, string path)
    {
        if (!node.Anchor.IsEmpty) Error(PlaceOf(node), path, $"&{node.Anchor.Value} is an anchor; anchors are not allowed, write the value out where it is needed");
        if (!node.Tag.IsEmpty) Error(PlaceOf(node), path, $"the tag {node.Tag} is not allowed; leave it out and quote texts");
    }

    private void Error(SourcePosition place, string path, string message) => mistakes.Add(new Mistake(MistakeSeverity.Error, place, path, message));

    private SourcePosition PlaceOf(ParsingEvent parsed) => lastPlace = new SourcePosition(file, (int)parsed.Start.Line, (int)parsed.Start.Column);

    private static string FirstLine(YamlException exception)
    {
        var message = exception.InnerException?.Message ?? exception.Message;
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? message : message[..end];
    }
}
