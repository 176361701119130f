using System.Text.Json;

namespace Engage.Channels.Slack;

/// <summary>All channels, or all people, as one reading showed them.</summary>
/// <param name="ReadAt">When.</param>
/// <param name="Failure">Why it could not be read; the entries are then those of the reading before.</param>
/// <param name="Entries">Everything seen.</param>
internal sealed record SlackListing(DateTimeOffset ReadAt, DeliveryOutcome? Failure, IReadOnlyList<SlackListing.Entry> Entries)
{
    /// <param name="Id">Slack's id.</param>
    /// <param name="Name">Channel name, or a person's legacy user name.</param>
    /// <param name="DisplayName">What people see of a person; empty for channels.</param>
    /// <param name="PreviousNames">Names a channel had.</param>
    internal sealed record Entry(string Id, string Name, string DisplayName, IReadOnlyList<string> PreviousNames);

    public static readonly SlackListing Unread = new(default, null, []);

    public static Entry Parse(JsonElement item)
    {
        var display = item.TryGetProperty("profile", out var profile) ? Text(profile, "display_name") : "";
        var previous = item.TryGetProperty("previous_names", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(name => name.GetString() ?? "").ToArray()
            : [];
        return new(Text(item, "id"), Text(item, "name"), display, previous);
    }

    /// <summary>Slack names compare without case.</summary>
    public IEnumerable<Entry> Named(string name) => Entries.Where(entry => Same(entry.Name, name));

    public IEnumerable<Entry> Displayed(string name) => Entries.Where(entry => Same(entry.DisplayName, name));

    public Entry? OnceNamed(string name) => Entries.FirstOrDefault(entry => entry.PreviousNames.Any(previous => Same(previous, name)));

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static string Text(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
