using System.Text;
using Engage.Topics;

namespace Engage.SegmentMaterializer.Domain;

/// <summary>What an update did to a player.</summary>
/// <param name="ProfileChanged">Something that player-profiles holds is another than before.</param>
/// <param name="TagChanges">Tags really added or removed, in ordinal order; empty: none.</param>
internal sealed record UpdateEffect(bool ProfileChanged, IReadOnlyList<TagChange> TagChanges)
{
    public static UpdateEffect None { get; } = new(false, []);
}

internal readonly record struct TagChange(string Tag, bool Added);

/// <summary>Applies an event's update to a player's row (semantics 5, 11).</summary>
internal static class ApplyUpdate
{
    /// <summary>The update as a whole: add, then remove; only the net change of tags counts.</summary>
    public static UpdateEffect To(PlayerRow row, PlayerUpdateView update)
    {
        var changed = false;
        foreach (var entry in update.Set) changed |= row.State.SetProfile(entry.Key, PlayerEventFacts.Of(entry.Value));
        foreach (var entry in update.Consents) changed |= row.State.SetConsent(entry.Key, entry.Value);
        if (update.Suppression is { HasValue: true } stated)
        {
            var suppression = Encoding.UTF8.GetString(stated.Value);
            changed |= suppression != row.Suppression;
            row.Suppression = suppression;
        }

        return new UpdateEffect(changed, ChangeTags(row, update));
    }

    private static List<TagChange> ChangeTags(PlayerRow row, PlayerUpdateView update)
    {
        SortedDictionary<string, bool>? before = null;
        foreach (var tag in update.AddTags) Note(ref before, row, tag);
        foreach (var tag in update.RemoveTags) Note(ref before, row, tag);
        if (before is null) return [];

        foreach (var tag in update.AddTags) row.State.AddTag(tag);
        foreach (var tag in update.RemoveTags) row.State.RemoveTag(tag);
        var changes = new List<TagChange>(before.Count);
        foreach (var (tag, had) in before)
        {
            var has = row.State.HasTag(Encoding.UTF8.GetBytes(tag));
            if (has != had) changes.Add(new TagChange(tag, has));
        }

        return changes;
    }

    private static void Note(ref SortedDictionary<string, bool>? before, PlayerRow row, ReadOnlySpan<byte> tag) =>
        (before ??= new(StringComparer.Ordinal)).TryAdd(Encoding.UTF8.GetString(tag), row.State.HasTag(tag));
}
