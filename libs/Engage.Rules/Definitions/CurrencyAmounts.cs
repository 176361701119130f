using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Engage.Rules.Definitions;

/// <summary>One number for every currency, or one per currency: steps of <c>every</c> and thresholds. Immutable, compared by content.</summary>
public sealed class CurrencyAmounts : IEquatable<CurrencyAmounts>
{
    private readonly byte[][] codesUtf8;
    private readonly decimal[] amounts;

    /// <summary>The same number whatever the currency, also where there is none.</summary>
    public CurrencyAmounts(decimal everyCurrency)
    {
        EveryCurrency = everyCurrency;
        ByCurrency = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);
        codesUtf8 = [];
        amounts = [];
    }

    /// <param name="byCurrency">Keys in any case; kept upper-case. Must not hold two spellings of one code.</param>
    public CurrencyAmounts(IEnumerable<KeyValuePair<string, decimal>> byCurrency)
    {
        ArgumentNullException.ThrowIfNull(byCurrency);
        ByCurrency = byCurrency
            .Select(pair => KeyValuePair.Create(pair.Key.ToUpperInvariant(), pair.Value))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        codesUtf8 = [.. ByCurrency.Keys.Select(Encoding.UTF8.GetBytes)];
        amounts = [.. ByCurrency.Values];
    }

    /// <summary>Set where one number stands for every currency; then <see cref="ByCurrency"/> is empty.</summary>
    public decimal? EveryCurrency { get; }

    /// <summary>By upper-case currency code, in ordinal order; empty where <see cref="EveryCurrency"/> is set.</summary>
    public ImmutableSortedDictionary<string, decimal> ByCurrency { get; }

    /// <returns>False if there is no number for this upper-case currency code. Allocates nothing.</returns>
    public bool TryGet(ReadOnlySpan<byte> currencyUtf8, out decimal amount)
    {
        if (EveryCurrency is { } every)
        {
            amount = every;
            return true;
        }

        for (var i = 0; i < codesUtf8.Length; i++)
        {
            if (!currencyUtf8.SequenceEqual(codesUtf8[i])) continue;
            amount = amounts[i];
            return true;
        }

        amount = 0;
        return false;
    }

    /// <returns>False if there is no number for this upper-case currency code.</returns>
    public bool TryGet(string currency, out decimal amount)
    {
        amount = EveryCurrency ?? 0;
        return EveryCurrency is not null || ByCurrency.TryGetValue(currency, out amount);
    }

    public bool Equals(CurrencyAmounts? other) =>
        other is not null && EveryCurrency == other.EveryCurrency && ByCurrency.SequenceEqual(other.ByCurrency);

    public override bool Equals(object? obj) => Equals(obj as CurrencyAmounts);

    public override int GetHashCode() => ByCurrency.Aggregate(EveryCurrency.GetHashCode(), (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    /// <summary>For example <c>10</c> or <c>{EUR: 10, GBP: 8}</c>.</summary>
    public override string ToString() => EveryCurrency is { } every
        ? every.ToString(CultureInfo.InvariantCulture)
        : "{" + string.Join(", ", ByCurrency.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}"))) + "}";
}
