namespace Engage.Properties.Tests.Model;

/// <summary>An event as both sides get it. Times in microseconds since the Unix epoch.</summary>
internal sealed record Happening
{
    public required string Player { get; init; }

    public string Source { get; init; } = "wallet";

    public required string Id { get; init; }

    public required string Type { get; init; }

    public required long Occurred { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>The only further money there is.</summary>
    public decimal? Bonus { get; init; }

    public string? Currency { get; init; }

    /// <summary>Euros for one unit of the currency.</summary>
    public decimal? EuroRate { get; init; }

    public string? Reverses { get; init; }

    /// <summary>The only attribute that is filtered by.</summary>
    public string? Game { get; init; }

    public Change? Update { get; init; }

    public bool Backfill { get; init; }

    public string? Root { get; init; }

    public int Depth { get; init; }

    /// <summary>Offset in the log; −1: not written yet.</summary>
    public long Position { get; init; } = -1;

    public long Ingested { get; init; }
}

/// <summary>What an event makes known of its player.</summary>
internal sealed record Change
{
    public Dictionary<string, string> Set { get; init; } = [];

    public List<string> AddTags { get; init; } = [];

    public List<string> RemoveTags { get; init; } = [];

    public bool? EmailConsent { get; init; }

    public bool? SmsConsent { get; init; }

    /// <summary><c>none</c> or why not; null: not stated here.</summary>
    public string? Suppression { get; init; }

    public bool Erase { get; init; }
}
