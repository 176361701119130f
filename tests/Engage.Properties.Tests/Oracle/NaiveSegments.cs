using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests.Oracle;

/// <summary>Semantics 6 to 8 read off the list of everything that happened.</summary>
internal sealed class NaiveSegments(IReadOnlyList<(long Position, long Ingested, Book Book)> markers, KnownPlayer player, long at, Happening now)
{
    public bool Contain(string segment) => Judge(markers[^1].Book.Segments[segment]) == true;

    public bool? Judge(Condition condition) => condition switch
    {
        All all => all.Children.Any(part => Judge(part) == false) ? false : all.Children.All(part => Judge(part) == true) ? true : null,
        Any any => any.Children.Any(part => Judge(part) == true) ? true : any.Children.All(part => Judge(part) == false) ? false : null,
        Not not => !Judge(not.Inner),
        InSegment segment => Contain(segment.Id),
        HasTag tag => player.Tags.Contains(tag.Tag),
        Profile profile => player.Profile.TryGetValue(profile.Name, out var value) ? value == profile.Value : null,
        Consent => player.Consents,
        History leaf => Find(leaf) is { } found ? Judge(leaf, found) : null,
        _ => throw new InvalidOperationException($"The oracle does not know {condition}."),
    };

    /// <summary>What a leaf looks for: how many, how much, how long ago in microseconds; null: unknown.</summary>
    public decimal? Find(History leaf) => !IsKnown(leaf) ? null : leaf switch
    {
        Counted => Entries(leaf).Count(entry => !entry.Open.Wholly),
        Summed summed => CurrencyOf(summed) is not { } currency ? null
            : Entries(leaf).Where(entry => entry.Currency == currency).Sum(entry => summed.Field == "amount" ? entry.Open.Amount : entry.Open.Bonus),
        SinceLast last => Entries(leaf).Where(entry => !last.Before || entry.Happening.Position != now.Position).Max(entry => (long?)entry.JudgedAt)
            is { } latest ? Math.Max(0, at - latest) : null,
        _ => Entries(leaf).Count(), // Never.
    };

    private string? CurrencyOf(Summed summed) => summed.Bounds.ContainsKey("=EUR") ? "EUR" : player.Profile.GetValueOrDefault("currency");

    private bool? Judge(History leaf, decimal found) => leaf switch
    {
        Counted counted => Compare(found, counted.Operator, counted.Bound),
        Summed sum => sum.Bounds.Where(bound => bound.Key.TrimStart('=') == CurrencyOf(sum))
            .Select(bound => (bool?)Compare(found, sum.Operator, bound.Value)).FirstOrDefault(),
        SinceLast last => Compare(found, last.Operator, last.Seconds * NaiveRules.Second),
        _ => found == 0, // Never.
    };

    private static bool Compare(decimal value, string compare, decimal bound) => compare == "gte" ? value >= bound : value < bound;

    /// <summary>What a leaf looks at; lifetime counters without a filter begin with the player, all others with a marker.</summary>
    private IEnumerable<Accepted> Entries(History leaf)
    {
        var from = leaf.Game is null && leaf.WithinSeconds is null ? -1 : markers[KeptFrom(leaf, null, markers.Count - 1)].Position;
        var (window, step) = (leaf.WithinSeconds * NaiveRules.Second, Step(leaf));
        bool IsInside(Accepted entry) => (at / step) - (window / step) < entry.JudgedAt / step && entry.JudgedAt / step <= at / step;
        return player.Log.Where(entry => entry.Happening.Reverses is null).Select(entry => entry.Counted).Where(entry =>
            entry.Happening.Position > from && NaiveRules.IsOf(entry.Happening.Type, leaf.Type)
            && (leaf.Game is null || entry.Happening.Game == leaf.Game) && (window is null || IsInside(entry)));
    }

    /// <summary>Whether a window has been kept for a full length, or for as long as the player has been known.</summary>
    private bool IsKnown(History leaf)
    {
        if (leaf.WithinSeconds is not { } window) return true;
        var start = markers[KeptFrom(leaf, window, markers.Count - 1)];
        return player.FirstSeen > start.Position || now.Ingested >= start.Ingested + (window * NaiveRules.Second);
    }

    /// <summary>The marker since which entries of that kind have been kept, without a gap, each at least as long as the window.</summary>
    private int KeptFrom(History leaf, long? window, int marker)
    {
        if (marker == 0) return 0;
        var before = markers[marker - 1].Book.Segments.Values.SelectMany(segment => segment.Histories);
        var kept = before.Where(kept => Kind(kept) == Kind(leaf) && !(kept.WithinSeconds < window));
        return kept.Select(wider => KeptFrom(wider, window is null ? null : wider.WithinSeconds, marker - 1)).DefaultIfEmpty(marker).Min();
    }

    private static (string, string, string?, long) Kind(History leaf) =>
        (leaf switch { Counted => "count", Summed its => its.Field, _ => "last" }, leaf.Type, leaf.Game, leaf.WithinSeconds is { } ? Step(leaf) : 0);

    private static long Step(History leaf) => NaiveRules.Second * leaf.WithinSeconds switch { <= 3600 => 1, <= 48 * 3600 => 60, _ => 3600 };
}
