using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Engage.Rules.Documents;

/// <summary>
/// The one JSON text of a definition: keys in ordinal order, no white space, numbers in their shortest plain notation, only mandatory escapes.
/// Equal content gives equal text, whatever the file's layout.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = DefinitionNode.MaxDepth + 8 };
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = DefinitionNode.MaxDepth + 8 };

    public static string Write(DefinitionNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, node);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads JSON in any layout; positions are <see cref="SourcePosition.None"/>.</summary>
    /// <exception cref="FormatException">Not JSON, a repeated key, a number that definitions do not allow, or nested too deep.</exception>
    public static DefinitionNode Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), ReaderOptions);
        try
        {
            reader.Read();
            var node = Read(ref reader);
            return reader.Read() ? throw new FormatException("There is text after the end of the JSON value.") : node;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"A definition's body is not JSON: {exception.Message}", exception);
        }
    }

    private static void Write(Utf8JsonWriter writer, DefinitionNode node)
    {
        switch (node)
        {
            case MappingNode mapping:
                writer.WriteStartObject();
                foreach (var entry in mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case SequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case TextNode text:
                writer.WriteStringValue(text.Value);
                break;
            case NumberNode number:
                writer.WriteRawValue(DecimalText.Format(number.Value), skipInputValidation: true);
                break;
            case BooleanNode boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case NullNode:
                writer.WriteNullValue();
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{node.GetType().Name} has no JSON form.");
        }
    }

    private static DefinitionNode Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadMapping(ref reader),
        JsonTokenType.StartArray => ReadSequence(ref reader),
        JsonTokenType.String => new TextNode(SourcePosition.None, reader.GetString()!),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => new BooleanNode(SourcePosition.None, true),
        JsonTokenType.False => new BooleanNode(SourcePosition.None, false),
        JsonTokenType.Null => new NullNode(SourcePosition.None),
        _ => throw new FormatException($"A definition's body is not JSON: unexpected {reader.TokenType}."),
    };

    private static MappingNode ReadMapping(ref Utf8JsonReader reader)
    {
        var entries = ImmutableArray.CreateBuilder<MappingEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            if (!keys.Add(key)) throw new FormatException($"The key '{key}' is repeated.");
            reader.Read();
            entries.Add(new MappingEntry(key, SourcePosition.None, Read(ref reader)));
        }

        return new MappingNode(SourcePosition.None, entries.ToImmutable());
    }

    private static SequenceNode ReadSequence(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<DefinitionNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Read(ref reader));
        return new SequenceNode(SourcePosition.None, items.ToImmutable());
    }

    private static NumberNode ReadNumber(ref Utf8JsonReader reader)
    {
        var text = Encoding.UTF8.GetString(reader.ValueSpan);
        return DecimalText.TryParse(text, out var value, out var mistake)
            ? new NumberNode(SourcePosition.None, value, text)
            : throw new FormatException(mistake);
    }
}
