using System.Linq;
using System.Numerics;
using System.Text;
using Engage.Avro.Json;
using Microsoft.CodeAnalysis.CSharp;

namespace Engage.Avro.Generator.Shapes;

/// <summary>Defaults as C# expressions.</summary>
internal static class Literals
{
    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    public static string Text(JsonValue value) => Text(((JsonString)value).Value);

    public static string Boolean(JsonValue value) => ((JsonBoolean)value).Value ? "true" : "false";

    public static string Number(JsonValue value) => ((JsonNumber)value).Text;

    public static string Long(JsonValue value) => Number(value) + "L";

    public static string Float(JsonValue value) => Number(value) + "f";

    public static string Double(JsonValue value) => Number(value) + "d";

    public static string Date(JsonValue value) => $"new global::System.DateOnly(1970, 1, 1).AddDays({Number(value)})";

    public static string Uuid(JsonValue value) => $"global::System.Guid.Parse({Text(value)})";

    public static string UuidFixed(JsonValue value) => $"new global::System.Guid({Bytes(value)}, bigEndian: true)";

    /// <summary>Defaults of bytes are strings whose characters 0 to 255 stand for the bytes.</summary>
    public static string Bytes(JsonValue value) => $"new byte[] {{ {string.Join(", ", ((JsonString)value).Value.Select(character => (int)character))} }}";

    public static string Decimal(JsonValue value, int scale)
    {
        var bytes = ((JsonString)value).Value.Select(character => (byte)character).Reverse().ToArray();
        var unscaled = bytes.Length == 0 ? BigInteger.Zero : new BigInteger(bytes);
        var digits = BigInteger.Abs(unscaled).ToString().PadLeft(scale + 1, '0');
        var text = new StringBuilder(unscaled.Sign < 0 ? "-" : "").Append(digits);
        if (scale > 0) text.Insert(text.Length - scale, '.');
        return text.Append('m').ToString();
    }
}
