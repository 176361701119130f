using System.Collections.Generic;

namespace Engage.Avro.Json;

/// <summary>A node of JSON text with the place it came from. Numbers keep their text, so that nothing is lost before the schema says what they are.</summary>
/// <param name="Offset">Zero-based character offset of the value's first character.</param>
public abstract record JsonValue(int Offset);

public sealed record JsonNull(int Offset) : JsonValue(Offset);

public sealed record JsonBoolean(int Offset, bool Value) : JsonValue(Offset);

/// <summary><c>Text</c> is the number exactly as written.</summary>
public sealed record JsonNumber(int Offset, string Text) : JsonValue(Offset);

public sealed record JsonString(int Offset, string Value) : JsonValue(Offset);

public sealed record JsonArray(int Offset, IReadOnlyList<JsonValue> Items) : JsonValue(Offset);

/// <summary>Members are in the order written; names are unique.</summary>
public sealed record JsonObject(int Offset, IReadOnlyList<KeyValuePair<string, JsonValue>> Members) : JsonValue(Offset)
{
    /// <summary>The member called <paramref name="name"/>, or null when there is none.</summary>
    public JsonValue? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Key == name) return member.Value;
        }

        return null;
    }
}
