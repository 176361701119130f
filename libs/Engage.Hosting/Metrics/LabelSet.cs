namespace Engage.Hosting.Metrics;

/// <summary>The labels of one series, in order of name.</summary>
internal sealed class LabelSet : IEquatable<LabelSet>
{
    public static readonly LabelSet Empty = new([]);

    private readonly KeyValuePair<string, string>[] labels;
    private readonly int hash;

    private LabelSet(KeyValuePair<string, string>[] labels)
    {
        this.labels = labels;
        var sum = default(HashCode);
        foreach (var (name, value) in labels)
        {
            sum.Add(name);
            sum.Add(value);
        }

        hash = sum.ToHashCode();
    }

    public IReadOnlyList<KeyValuePair<string, string>> Labels => labels;

    public static LabelSet From(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return Empty;
        var labels = new KeyValuePair<string, string>[tags.Length];
        for (var index = 0; index < tags.Length; index++) labels[index] = new(tags[index].Key, Text(tags[index].Value));
        Array.Sort(labels, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return new(labels);
    }

    public bool Equals(LabelSet? other) => other is not null && hash == other.hash && labels.AsSpan().SequenceEqual(other.labels);

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => hash;

    private static string Text(object? value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
