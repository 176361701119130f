using Engage.Contracts;

namespace Engage.Topics.Tests;

/// <summary>Sample events: one that carries everything, one that carries as little as it may.</summary>
internal static class PlayerEvents
{
    /// <summary>2026-12-01T09:00:00Z.</summary>
    public const long NineMicros = 1_796_115_600_000_000;

    public static PlayerEvent Full { get; } = new()
    {
        Source = "casino-wallet",
        EventId = "bet-1",
        Type = "casino.bet",
        PlayerId = "player-åda",
        OccurredAtMicros = NineMicros,
        Amount = 12.5m,
        Amounts = new Dictionary<string, decimal> { ["bonus"] = 2.5m, ["tax"] = 0.00000001m },
        Currency = "EUR",
        ExchangeRate = 11.53m,
        RateCurrency = "NOK",
        Reverses = "bet-0",
        Attributes = new Dictionary<string, AttributeValue>
        {
            ["nothing"] = AttributeValue.Null,
            ["live"] = AttributeValue.FromBoolean(true),
            ["round"] = AttributeValue.FromLong(long.MinValue),
            ["multiplier"] = AttributeValue.FromDouble(1.25),
            ["provider"] = AttributeValue.FromString("netent"),
        },
        Update = new()
        {
            Set = new Dictionary<string, AttributeValue> { ["vip_level"] = AttributeValue.FromLong(3) },
            AddTags = ["vip"],
            RemoveTags = ["new"],
            Consents = new Dictionary<string, bool> { ["email"] = true },
            Suppression = "none",
        },
        Backfill = true,
        RootId = "casino-wallet/bet-1/casino.bet",
        Depth = 2,
    };

    public static PlayerEvent Sparse { get; } = new() { Source = "s", EventId = "e", Type = "t", PlayerId = "p", OccurredAtMicros = NineMicros };
}
