namespace Engage.Rules.Accumulation;

/// <summary>A rule's progress for one player, each currency for itself (semantics 16). Immutable; compared by content.</summary>
/// <remarks>Nearly every player bets in one currency, so the first is held inline and only further ones take an array.</remarks>
public readonly struct ProgressByCurrency : IEquatable<ProgressByCurrency>
{
    private readonly CurrencyProgress first;
    private readonly CurrencyProgress[]? others;

    private ProgressByCurrency(CurrencyProgress first, CurrencyProgress[]? others)
    {
        this.first = first;
        this.others = others;
    }

    /// <summary>Number of currencies with progress other than 0.</summary>
    public int Count => first.Value == 0 ? 0 : 1 + (others?.Length ?? 0);

    /// <summary>In ascending order of packed codes.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    public CurrencyProgress this[int index] => index == 0 ? first : others![index - 1];

    /// <summary>The progress in a currency; 0 where there is none.</summary>
    public decimal Of(CurrencyCode currency)
    {
        if (first.Currency == currency) return first.Value;
        if (others is null) return 0;

        foreach (var other in others)
        {
            if (other.Currency == currency) return other.Value;
        }

        return 0;
    }

    /// <summary>The same with one currency's progress replaced; 0 removes it. Allocates only where several currencies are involved.</summary>
    public ProgressByCurrency With(CurrencyCode currency, decimal value)
    {
        if (Count == 0 || (Count == 1 && first.Currency == currency))
            return value == 0 ? default : new ProgressByCurrency(new CurrencyProgress(currency, value), null);
        if (value == Of(currency)) return this;

        var kept = new List<CurrencyProgress>(Count + 1);
        for (var i = 0; i < Count; i++)
        {
            if (this[i].Currency != currency) kept.Add(this[i]);
        }

        if (value != 0) kept.Add(new CurrencyProgress(currency, value));
        kept.Sort(static (left, right) => left.Currency.Packed.CompareTo(right.Currency.Packed));
        return kept.Count == 0 ? default : new ProgressByCurrency(kept[0], kept.Count == 1 ? null : [.. kept[1..]]);
    }

    public bool Equals(ProgressByCurrency other)
    {
        if (Count != other.Count) return false;
        for (var i = 0; i < Count; i++)
        {
            if (this[i] != other[i]) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is ProgressByCurrency other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Count, Count == 0 ? default : first);

    public static bool operator ==(ProgressByCurrency left, ProgressByCurrency right) => left.Equals(right);

    public static bool operator !=(ProgressByCurrency left, ProgressByCurrency right) => !left.Equals(right);
}
