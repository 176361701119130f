using Engage.Rules.Accumulation;

namespace Engage.Rules.Facts;

/// <summary>What conditions may look at in an event. Implemented by a readonly (ref) struct over the caller's record; must not allocate.</summary>
public interface IEventFacts
{
    /// <summary>UTF-8.</summary>
    ReadOnlySpan<byte> Type { get; }

    /// <summary>UTF-8.</summary>
    ReadOnlySpan<byte> Source { get; }

    /// <summary>The event's own, else the player's wallet currency; none where neither is known.</summary>
    CurrencyCode Currency { get; }

    /// <summary>What <see cref="TryGetRate"/> converts to; none without a rate.</summary>
    CurrencyCode RateCurrency { get; }

    /// <summary>Units of <see cref="RateCurrency"/> for one unit of <see cref="Currency"/>.</summary>
    bool TryGetRate(out decimal rate);

    /// <returns>False where the event has no amount.</returns>
    bool TryGetAmount(out decimal amount);

    /// <summary>A further amount of the event.</summary>
    /// <param name="name">UTF-8.</param>
    /// <param name="amount">In <see cref="Currency"/>.</param>
    bool TryGetAmount(ReadOnlySpan<byte> name, out decimal amount);

    /// <param name="name">UTF-8.</param>
    FactValue GetAttribute(ReadOnlySpan<byte> name);
}
