using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests.Oracle;

/// <summary>An accepted event, with what it was judged on and what of it is still open.</summary>
/// <param name="twin">The same event, loaded as history before: then it was counted where that stands.</param>
internal sealed class Accepted(Happening happening, long judgedAt, string? currency, HashSet<string> segments, int book, Accepted? twin)
{
    public Happening Happening { get; } = happening;

    public long JudgedAt { get; } = judgedAt;

    public long CountedAt { get; } = twin?.CountedAt ?? judgedAt;

    public long CountedPosition { get; } = twin?.CountedPosition ?? happening.Position;

    public string? CountedCurrency { get; } = twin is null ? currency : twin.CountedCurrency;

    public string? Currency { get; } = currency;

    public HashSet<string> Segments { get; } = segments;

    public int Book { get; } = book;

    public decimal? Amount { get; } = happening.Amount;

    public Open Open { get; } = twin?.Open ?? new Open(happening.Amount, happening.Bonus);

    public bool IsCounted => Happening.Reverses is null;

    public decimal OpenOf(string field) => (field == "amount" ? Open.Amount : Open.Bonus) ?? 0;
}

internal sealed class Open(decimal? amount, decimal? bonus)
{
    public decimal? Amount { get; set; } = amount;

    public decimal? Bonus { get; set; } = bonus;

    public bool Wholly { get; set; }
}

/// <summary>Everything ever known of a player, in lists.</summary>
internal sealed class NaivePlayer(long firstSeen)
{
    public long FirstSeen { get; } = firstSeen;

    public long? Clock { get; set; }

    public long FirstLive { get; set; } = long.MaxValue;

    public Dictionary<string, string> Profile { get; } = [];

    public SortedSet<string> Tags { get; } = new(StringComparer.Ordinal);

    public bool Consents { get; set; }

    public List<Accepted> Log { get; } = [];

    public Dictionary<string, NaiveProgress> Progress { get; } = [];

    /// <summary>What executed in a chain of tags: root, rule, and when the event arrived.</summary>
    public List<(string Root, string Rule, long Ingested)> Chains { get; } = [];

    public Accepted? Find(string source, string id, string type, long oldest) =>
        Log.LastOrDefault(entry => entry.Happening.Source == source && entry.Happening.Id == id && entry.Happening.Type == type && entry.Happening.Ingested >= oldest);
}

/// <summary>One rule's progress for one player.</summary>
internal sealed class NaiveProgress
{
    public Dictionary<string, decimal> Left { get; } = [];

    public long LastDrop { get; private set; } = -1;

    public bool HasExecuted { get; set; }

    public (long Since, long? Until, long Position, bool Derived, int? Iterations)? Held { get; set; }

    public bool Holds(long judgedAt) => Held is { } held && held.Since <= judgedAt && (held.Until is not { } until || judgedAt < until);

    public void Drop(long position)
    {
        Left.Clear();
        LastDrop = position;
    }
}
