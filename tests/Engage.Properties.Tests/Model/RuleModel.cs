namespace Engage.Properties.Tests.Model;

/// <summary>Conditions on an event; what is null is not asked.</summary>
/// <param name="AtLeast">The amount, by the event's own currency.</param>
/// <param name="AtLeastEuros">The amount, converted with the event's own rate.</param>
internal sealed record Filter(string? Game = null, Dictionary<string, decimal>? AtLeast = null, decimal? AtLeastEuros = null)
{
    public bool AsksTheSameAs(Filter other) =>
        Game == other.Game && AtLeastEuros == other.AtLeastEuros && (AtLeast ?? []).OrderBy(bound => bound.Key).SequenceEqual((other.AtLeast ?? []).OrderBy(bound => bound.Key));
}

/// <summary>What an event must be.</summary>
/// <param name="Type">An event type, or a prefix ending in <c>*</c>.</param>
internal record Asked(string Type, Filter Where);

internal sealed record Qualifying(string Type, Filter Where, long? PeriodSeconds, int? Iterations, bool Restarts) : Asked(Type, Where);

/// <param name="Kind"><c>points</c>, <c>tag</c> or <c>untag</c>.</param>
internal sealed record Effect(string Kind, string Tag = "", decimal Points = 0);

/// <summary>One version of a rule.</summary>
internal sealed record RuleModel
{
    public required string Id { get; init; }

    public bool Paused { get; init; }

    /// <summary>An event type, or a prefix ending in <c>*</c>.</summary>
    public required string Type { get; init; }

    public Filter Where { get; init; } = new();

    public Asked Trigger => new(Type, Where);

    public bool ReversalsOnly { get; init; }

    public string? Segment { get; init; }

    /// <summary>Every so many events; then there are no steps.</summary>
    public int? Count { get; init; }

    /// <summary><c>amount</c>, <c>amounts.bonus</c> or both.</summary>
    public string[] Fields { get; init; } = ["amount"];

    /// <summary>Steps by currency; null without <see cref="Count"/>: every trigger is one execution.</summary>
    public Dictionary<string, decimal>? Every { get; init; }

    /// <summary>By unit: a currency, or the empty text for events; null: every trigger is one execution.</summary>
    public Dictionary<string, decimal>? Steps => Count is { } count ? new() { [""] = count } : Every;

    public int Cap { get; init; } = 1000;

    public bool Carries { get; init; }

    /// <summary><c>scale</c>, <c>keep</c> or <c>reset</c>.</summary>
    public string OnStepChange { get; init; } = "scale";

    public bool Once { get; init; }

    public Qualifying? Qualification { get; init; }

    /// <summary>Seconds since the Unix epoch.</summary>
    public long? From { get; init; }

    public long? Until { get; init; }

    public DayOfWeek[]? Days { get; init; }

    public string Zone { get; init; } = "UTC";

    public required Effect[] Effects { get; init; }

    public string Text { get; init; } = "";
}
