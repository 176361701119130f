using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Engage.Avro.Generic;

/// <summary>Trees of plain objects (see <see cref="GenericDecoder"/>) as JSON for people and scripts.</summary>
public static class GenericJson
{
    /// <summary>Writes <paramref name="value"/>: times as ISO 8601, decimals as numbers without trailing zeros, bytes as base64, NaN and infinities as strings.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        ArgumentNullException.ThrowIfNull(json);
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case float or double: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            case decimal money: json.WriteRawValue(money.ToString("0.############################", CultureInfo.InvariantCulture)); break;
            case string text: json.WriteStringValue(text); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case Guid id: json.WriteStringValue(id); break;
            case DateOnly date: json.WriteStringValue(date.ToString("O", CultureInfo.InvariantCulture)); break;
            case TimeOnly time: json.WriteStringValue(time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)); break;
            case DateTimeOffset time: json.WriteStringValue(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)); break;
            case List<object?> items: WriteArray(json, items); break;
            case IReadOnlyDictionary<string, object?> members: WriteObject(json, members); break;
            default: throw new UnreachableException($"{value.GetType().Name} is no part of a generic tree.");
        }
    }

    private static void WriteArray(Utf8JsonWriter json, List<object?> items)
    {
        json.WriteStartArray();
        foreach (var item in items) Write(json, item);
        json.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter json, IReadOnlyDictionary<string, object?> members)
    {
        json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }

        json.WriteEndObject();
    }
}
