using System.Globalization;
using System.Text;
using Engage.Avro.Schemas;

namespace Engage.Avro.Binary;

/// <summary>A step of a field path: a field, an item's index or where a map's key stands. Becomes text only when there is a mistake to report.</summary>
internal readonly record struct PathPart(RecordField? Field, int Number, int KeyBytes)
{
    /// <summary>A key is data of the record's author: enough of it to find the place, no more.</summary>
    private const int KeyBytesShownMax = 64;

    private const int NoKey = -1;

    public static PathPart Of(RecordField field) => new(field, 0, NoKey);

    public static PathPart OfItem(int index) => new(null, index, NoKey);

    public static PathPart OfKey(int offset, int sizeBytes) => new(null, offset, sizeBytes);

    /// <summary>The path from the root, the last part pushed being the innermost.</summary>
    public static string Join(Stack<PathPart> parts, ReadOnlySpan<byte> payload)
    {
        var text = new StringBuilder();
        foreach (var part in parts.Reverse())
        {
            if (part.Field is { } field) text.Append(text.Length == 0 ? "" : ".").Append(field.Name);
            else if (part.KeyBytes == NoKey) text.Append(CultureInfo.InvariantCulture, $"[{part.Number}]");
            else text.Append('{').Append(Encoding.UTF8.GetString(payload.Slice(part.Number, Math.Min(part.KeyBytes, KeyBytesShownMax)))).Append('}');
        }

        return text.ToString();
    }
}
