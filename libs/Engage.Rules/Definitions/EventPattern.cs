using System.Collections.Immutable;
using System.Text;

namespace Engage.Rules.Definitions;

/// <summary>A set of event types: exact names and prefixes. Immutable, compared by content.</summary>
/// <remarks>No pattern matches the engine's own <c>engage.*</c> records; <c>*</c> alone also leaves out <c>player.updated</c> and <c>tag.*</c>.</remarks>
public sealed class EventPattern : IEquatable<EventPattern>
{
    private readonly byte[][] exactUtf8;
    private readonly byte[][] prefixesUtf8;

    /// <param name="entries">At least one: a type, a prefix ending in <c>*</c>, or <c>*</c>. Order and repeats do not matter.</param>
    public EventPattern(IEnumerable<string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var exact = new SortedSet<string>(StringComparer.Ordinal);
        var prefixes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry == "*") IsEverything = true;
            else if (entry.EndsWith('*')) prefixes.Add(entry[..^1]);
            else exact.Add(entry);
        }

        Exact = [.. exact];
        Prefixes = [.. prefixes];
        exactUtf8 = [.. Exact.Select(Encoding.UTF8.GetBytes)];
        prefixesUtf8 = [.. Prefixes.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Whole event types, in ordinal order.</summary>
    public ImmutableArray<string> Exact { get; }

    /// <summary>Prefixes without their <c>*</c>, never empty strings, in ordinal order.</summary>
    public ImmutableArray<string> Prefixes { get; }

    /// <summary>True where <c>*</c> is an entry.</summary>
    public bool IsEverything { get; }

    /// <summary>True if the type is in the set. Allocates nothing.</summary>
    public bool Matches(ReadOnlySpan<byte> typeUtf8)
    {
        if (typeUtf8.StartsWith("engage."u8)) return false;
        if (IsEverything && !typeUtf8.SequenceEqual("player.updated"u8) && !typeUtf8.StartsWith("tag."u8)) return true;

        foreach (var type in exactUtf8)
        {
            if (typeUtf8.SequenceEqual(type)) return true;
        }

        foreach (var prefix in prefixesUtf8)
        {
            if (typeUtf8.StartsWith(prefix)) return true;
        }

        return false;
    }

    /// <summary>True if the type is in the set; the span form spares the encoding.</summary>
    public bool Matches(string type) => Matches(Encoding.UTF8.GetBytes(type));

    public bool Equals(EventPattern? other) =>
        other is not null && IsEverything == other.IsEverything
        && Exact.AsSpan().SequenceEqual(other.Exact.AsSpan()) && Prefixes.AsSpan().SequenceEqual(other.Prefixes.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as EventPattern);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The entries, exact ones first, separated by commas.</summary>
    public override string ToString() =>
        string.Join(',', Exact.Concat(Prefixes.Select(prefix => prefix + "*")).Concat(IsEverything ? ["*"] : []));
}
