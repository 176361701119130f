namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>What a reversal takes from its original now (semantics 18).</summary>
/// <param name="Remaining">The original as it stands afterwards.</param>
/// <param name="Taken">Of <c>amount</c>; null: the original has none.</param>
/// <param name="TakenFurther">Of the further money, by name, ordinal order; only what is above zero.</param>
internal sealed record Reversal(DedupeEntry Remaining, decimal? Taken, IReadOnlyList<KeyValuePair<string, decimal>> TakenFurther)
{
    /// <summary>
    /// Takes <paramref name="amount"/> (absent: everything open) and, when that is less than everything, what <paramref name="furtherMoney"/> names.
    /// Null: nothing is left to take, or the original is a reversal itself.
    /// </summary>
    public static Reversal? Of(DedupeEntry original, decimal? amount, IReadOnlyDictionary<string, decimal> furtherMoney)
    {
        if (original.WhollyReversed || original.Reversal) return null;

        var open = original.Amount?.Open;
        var taken = open is null ? null : amount is null ? open : decimal.Min(amount.Value, open.Value);
        var takesAll = taken == open;

        var remaining = new List<KeyValuePair<string, OpenMoney>>(original.FurtherMoney.Count);
        var takenFurther = new List<KeyValuePair<string, decimal>>(original.FurtherMoney.Count);
        foreach (var (name, money) in original.FurtherMoney)
        {
            var part = takesAll ? money.Open : decimal.Min(money.Open, furtherMoney.GetValueOrDefault(name));
            if (part > 0) takenFurther.Add(new(name, part));
            remaining.Add(new(name, money with { Open = money.Open - part }));
        }

        if (!takesAll && taken is not > 0 && takenFurther.Count == 0) return null;
        var after = original with
        {
            WhollyReversed = takesAll,
            Amount = original.Amount is { } before ? before with { Open = before.Open - taken!.Value } : null,
            FurtherMoney = remaining,
        };
        return new Reversal(after, taken, takenFurther);
    }
}
