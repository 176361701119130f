using System.Text;
using Engage.Avro.Json;
using Engage.Avro.Schemas;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>Text that is equal for schemas that count as one: blanks, the order of members and the spelling of names do not matter, docs and unknown properties do.</summary>
internal static class SchemaIdentity
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "type", "name", "namespace", "doc", "aliases", "fields", "symbols", "items", "values", "size", "default", "order", "logicalType", "precision", "scale",
    };

    public static string Of(string text, IReadOnlyList<SchemaReference> references)
    {
        var json = AvroJson.Parse(text);
        var identity = new StringBuilder();
        if (references.Count == 0) identity.Append(SchemaText.Write(AvroSchema.Parse(text)));
        else AppendSorted(identity, json);

        AppendProperties(identity, json, "");
        foreach (var reference in references.OrderBy(reference => reference.Name, StringComparer.Ordinal))
        {
            identity.Append('\n').Append(reference.Name).Append('=').Append(reference.Subject).Append('/').Append(reference.Version);
        }

        return identity.ToString();
    }

    /// <summary>Properties that Avro gives no meaning travel with the schema, so a schema without them is another one.</summary>
    private static void AppendProperties(StringBuilder identity, JsonValue json, string path)
    {
        if (json is JsonArray items)
        {
            for (var index = 0; index < items.Items.Count; index++) AppendProperties(identity, items.Items[index], $"{path}/{index}");
        }

        if (json is not JsonObject members) return;
        foreach (var (name, value) in members.Members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (name == "default") continue;
            if (Known.Contains(name)) AppendProperties(identity, value, $"{path}/{name}");
            else AppendSorted(identity.Append('\n').Append(path).Append('/').Append(name).Append('='), value);
        }
    }

    private static void AppendSorted(StringBuilder identity, JsonValue json)
    {
        switch (json)
        {
            case JsonArray items:
                identity.Append('[');
                foreach (var item in items.Items)
                {
                    AppendSorted(identity, item);
                    identity.Append(',');
                }

                identity.Append(']');
                break;
            case JsonObject members:
                identity.Append('{');
                foreach (var (name, value) in members.Members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    identity.Append(name).Append(':');
                    AppendSorted(identity, value);
                    identity.Append(',');
                }

                identity.Append('}');
                break;
            default:
                identity.Append(AvroJson.Write(json));
                break;
        }
    }
}
