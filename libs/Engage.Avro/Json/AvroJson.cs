namespace Engage.Avro.Json;

/// <summary>JSON text with the exact spelling of its numbers, as schemas need it.</summary>
public static class AvroJson
{
    /// <exception cref="JsonTextException">The text is not one JSON value; the exception names the place.</exception>
    public static JsonValue Parse(string text) => JsonTextParser.Parse(text);

    /// <summary>One line without blanks.</summary>
    public static string Write(JsonValue value) => JsonTextWriter.Write(value);
}
