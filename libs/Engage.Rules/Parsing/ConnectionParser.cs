using System.Collections.Immutable;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Reads what channel accounts and endpoints share: credentials by reference, limits, addresses.</summary>
internal static class ConnectionParser
{
    public static ImmutableSortedDictionary<string, string> ParseCredentials(MappingReader owner)
    {
        var credentials = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (owner.Find("credentials") is not { } node) return credentials.ToImmutable();
        if (MappingReader.Open(node, "credentials", owner.Context, "{ token: \"${env:SLACK_TOKEN}\" }") is not { } reader) return credentials.ToImmutable();

        foreach (var entry in reader.Node.Entries)
        {
            var path = reader.PathOf(entry.Key);

            // The text itself may be a secret and is never repeated in a message.
            if (entry.Value is TextNode { Value: var text } && IsReference(text)) credentials[entry.Key] = text;
            else owner.Context.Error(entry.Value.Position, path, "a credential is a reference, never the secret itself; write \"${env:NAME}\" or \"${file:path}\"");
        }

        return credentials.ToImmutable();
    }

    public static ImmutableSortedDictionary<string, decimal> ParseLimits(MappingReader owner)
    {
        var limits = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        if (owner.Find("limits") is not { } node) return limits.ToImmutable();
        if (MappingReader.Open(node, "limits", owner.Context, "{ per_second: 1 }") is not { } reader) return limits.ToImmutable();

        foreach (var name in (string[])["per_second", "per_minute", "concurrency"])
        {
            if (reader.Find(name) is { } value && ScalarReader.Positive(value, reader.PathOf(name), owner.Context) is { } limit) limits[name] = limit;
        }

        reader.Finish();
        return limits.ToImmutable();
    }

    /// <returns>What is wrong with the address, or null.</returns>
    public static string? AddressMistake(string address, params ReadOnlySpan<string> schemes)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme))
        {
            return $"'{address}' is not an address; write {schemes[0]}://host/…";
        }

        return uri.UserInfo.Length > 0 ? "an address holds no user or password; put them into credentials" : null;
    }

    private static bool IsReference(string text) =>
        text.EndsWith('}') && ((text.StartsWith("${env:", StringComparison.Ordinal) && text.Length > "${env:}".Length)
            || (text.StartsWith("${file:", StringComparison.Ordinal) && text.Length > "${file:}".Length));
}
