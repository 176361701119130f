using System.Globalization;
using System.Text;

namespace Engage.Avro.Json;

/// <summary>JSON text without blanks, with the fewest escapes that RFC 8259 allows.</summary>
internal static class JsonTextWriter
{
    public static string Write(JsonValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    public static void Append(StringBuilder text, JsonValue value)
    {
        switch (value)
        {
            case JsonNull: text.Append("null"); break;
            case JsonBoolean boolean: text.Append(boolean.Value ? "true" : "false"); break;
            case JsonNumber number: text.Append(number.Text); break;
            case JsonString characters: AppendText(text, characters.Value); break;
            case JsonArray array: AppendArray(text, array); break;
            case JsonObject members: AppendObject(text, members); break;
        }
    }

    public static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            switch (character)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case < ' ': text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)); break;
                default: text.Append(character); break;
            }
        }

        text.Append('"');
    }

    private static void AppendArray(StringBuilder text, JsonArray array)
    {
        text.Append('[');
        for (var index = 0; index < array.Items.Count; index++)
        {
            if (index > 0) text.Append(',');
            Append(text, array.Items[index]);
        }

        text.Append(']');
    }

    private static void AppendObject(StringBuilder text, JsonObject value)
    {
        text.Append('{');
        for (var index = 0; index < value.Members.Count; index++)
        {
            if (index > 0) text.Append(',');
            AppendText(text, value.Members[index].Key);
            text.Append(':');
            Append(text, value.Members[index].Value);
        }

        text.Append('}');
    }
}
