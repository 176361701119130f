namespace Engage.Properties.Tests.Model;

/// <summary>An accepted event, with what it was judged on and what of it is still open.</summary>
/// <param name="Loaded">The same event, loaded as history before.</param>
internal sealed record Accepted(Happening Happening, long JudgedAt, string? Currency, HashSet<string> Segments, Book? Book, Accepted? Loaded)
{
    public (decimal? Amount, decimal? Bonus, bool Wholly) Open { get; set; } = (Happening.Amount, Happening.Bonus, false);

    /// <summary>Where it was counted, and what of it is open: of history that then arrived live, where the history stands.</summary>
    public Accepted Counted => Loaded ?? this;
}

/// <summary>Everything ever known of a player, in lists.</summary>
internal sealed class KnownPlayer(long firstSeen)
{
    public long FirstSeen { get; } = firstSeen;

    public long? Clock { get; set; }

    public long FirstLive { get; set; } = long.MaxValue;

    /// <summary>To emails.</summary>
    public bool Consents { get; set; }

    public bool SmsConsents { get; set; }

    /// <summary>Null: never stated.</summary>
    public string? Suppression { get; set; }

    public Dictionary<string, string> Profile { get; } = [];

    public SortedSet<string> Tags { get; } = new(StringComparer.Ordinal);

    public List<Accepted> Log { get; } = [];

    public Dictionary<string, KnownProgress> Progress { get; } = [];

    /// <summary>What executed in a chain of tags, and when its event arrived.</summary>
    public List<(string? Root, string Rule, long Ingested)> Chains { get; } = [];
}

/// <summary>One rule's progress for one player.</summary>
internal sealed class KnownProgress
{
    /// <summary>By unit: a currency, or the empty text for events.</summary>
    public Dictionary<string, decimal> Left { get; set; } = [];

    public long LastDrop { get; set; } = -1;

    public (long Since, long? Until, long Position, bool IsDerived, int? Iterations)? Held { get; set; }
}
