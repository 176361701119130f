using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests.Oracle;

/// <summary>Semantics 6 to 8 read off the list of everything that happened.</summary>
internal sealed class NaiveSegments(IReadOnlyList<(long Position, long Ingested, Book Book)> markers)
{
    private const long Second = 1_000_000;
    private const long Hour = 3600 * Second;

    public HashSet<string> Of(NaivePlayer player, long judgedAt, Happening now)
    {
        if (markers.Count == 0) return [];
        return [.. markers[^1].Book.Segments.Where(segment => Judge(segment.Value, player, judgedAt, now) == true).Select(segment => segment.Key)];
    }

    private bool? Judge(Condition condition, NaivePlayer player, long at, Happening now)
    {
        switch (condition)
        {
            case All all:
                var each = all.Children.Select(child => Judge(child, player, at, now)).ToList();
                return each.Contains(false) ? false : each.Contains(null) ? null : true;
            case Any any:
                var some = any.Children.Select(child => Judge(child, player, at, now)).ToList();
                return some.Contains(true) ? true : some.Contains(null) ? null : false;
            case Not not: return !Judge(not.Inner, player, at, now);
            case InSegment segment: return Judge(markers[^1].Book.Segments[segment.Id], player, at, now) == true;
            case HasTag tag: return player.Tags.Contains(tag.Tag);
            case Profile profile: return player.Profile.TryGetValue(profile.Name, out var value) ? value == profile.Value : null;
            case Consent: return player.Consents;
            case Counted counted:
                return IsKnown(counted, player, now) ? Compare(Entries(counted, player, at, now).Count(entry => !entry.Open.Wholly), counted.Operator, counted.Bound) : null;
            case Summed summed:
                var currency = summed.Bounds.ContainsKey("=EUR") ? "EUR" : player.Profile.GetValueOrDefault("currency");
                if (currency is null || !IsKnown(summed, player, now)) return null;
                if (!summed.Bounds.TryGetValue("=EUR", out var bound) && !summed.Bounds.TryGetValue(currency, out bound)) return null;
                return Compare(Entries(summed, player, at, now).Where(entry => entry.CountedCurrency == currency).Sum(entry => entry.OpenOf(summed.Field)), summed.Operator, bound);
            case SinceLast last:
                var times = Entries(last, player, at, now).Where(entry => !last.Before || entry.CountedPosition != now.Position).Select(entry => entry.CountedAt).ToList();
                return times.Count == 0 ? null : Compare(Math.Max(0, at - times.Max()), last.Operator, last.Seconds * Second);
            case Never never: return !Entries(never, player, at, now).Any();
            default: throw new InvalidOperationException($"The oracle does not know {condition}.");
        }
    }

    private static bool Compare(decimal value, string compare, decimal bound) => compare == "gte" ? value >= bound : value < bound;

    private IEnumerable<Accepted> Entries(Condition leaf, NaivePlayer player, long at, Happening now)
    {
        var (type, game, window) = Of(leaf);
        var from = game is null && window is null ? -1 : KeptFrom(Key(leaf), markers.Count - 1);
        var step = Step(window ?? 0);
        return player.Log.Where(entry => entry.IsCounted && entry.CountedPosition > from && NaiveRules.IsOf(entry.Happening.Type, type)
            && (game is null || entry.Happening.Game == game)
            && (window is not { } width || ((at / step) - (width / step) < entry.CountedAt / step && entry.CountedAt / step <= at / step)));
    }

    /// <summary>Whether a window has been kept for a full length, or for as long as the player has been known.</summary>
    private bool IsKnown(Condition leaf, NaivePlayer player, Happening now)
    {
        if (Of(leaf).Window is not { } window) return true;
        var start = markers[WindowFrom(Key(leaf), window, markers.Count - 1)];
        return player.FirstSeen > start.Position || now.Ingested >= start.Ingested + window;
    }

    /// <summary>Position of the marker since which entries of that kind have been kept without a gap.</summary>
    private long KeptFrom(string key, int marker)
    {
        while (marker > 0 && Leaves(markers[marker - 1].Book).Any(leaf => Key(leaf) == key)) marker--;
        return markers[marker].Position;
    }

    private int WindowFrom(string key, long window, int marker)
    {
        if (marker == 0) return 0;
        var wider = Leaves(markers[marker - 1].Book).Where(leaf => Key(leaf) == key && Of(leaf).Window >= window).Select(leaf => Of(leaf).Window!.Value).ToList();
        return wider.Count == 0 ? marker : wider.Min(width => WindowFrom(key, width, marker - 1));
    }

    private static string Key(Condition leaf)
    {
        var (type, game, window) = Of(leaf);
        var measure = leaf switch { Counted => "count", Summed summed => summed.Field, _ => "last" };
        return $"{measure}|{type}|{game}|{(window is { } width ? Step(width) : 0)}";
    }

    private static IEnumerable<Condition> Leaves(Book book) => book.Segments.Values.SelectMany(Leaves);

    private static IEnumerable<Condition> Leaves(Condition condition) => condition switch
    {
        All all => all.Children.SelectMany(Leaves),
        Any any => any.Children.SelectMany(Leaves),
        Not not => Leaves(not.Inner),
        Counted or Summed or SinceLast or Never => [condition],
        _ => [],
    };

    private static (string Type, string? Game, long? Window) Of(Condition leaf) => leaf switch
    {
        Counted counted => (counted.Type, counted.Game, counted.WithinSeconds * Second),
        Summed summed => (summed.Type, summed.Game, summed.WithinSeconds * Second),
        SinceLast last => (last.Type, last.Game, null),
        Never never => (never.Type, never.Game, null),
        _ => throw new InvalidOperationException($"{leaf} has no history."),
    };

    private static long Step(long window) => window <= Hour ? Second : window <= 48 * Hour ? 60 * Second : Hour;
}
