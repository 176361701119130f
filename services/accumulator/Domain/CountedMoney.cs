using Engage.Rules.Decisions;
using Engage.Topics;

namespace Engage.Accumulator.Domain;

/// <summary>The money that a rule counts on an event: the sum of the fields it names (semantics 17).</summary>
internal static class CountedMoney
{
    /// <returns>Null where the event has none of them, and for rules that count no money. Allocates nothing.</returns>
    public static decimal? Of(RulePlan plan, PlayerEventView happened)
    {
        decimal? sum = null;
        foreach (var field in plan.CountedFields)
        {
            if (field.IsEmpty) sum = Add(sum, happened.Amount);
            else if (happened.Amounts.TryGet(field.AsSpan(), out var amount)) sum = Add(sum, amount);
        }

        return sum;
    }

    /// <summary>The same of what a reversal takes back now.</summary>
    public static decimal? Of(RulePlan plan, ReversalContextView reversal)
    {
        decimal? sum = null;
        foreach (var field in plan.CountedFields)
        {
            if (field.IsEmpty) sum = Add(sum, reversal.Taken);
            else if (reversal.TakenAmounts.TryGet(field.AsSpan(), out var amount)) sum = Add(sum, amount);
        }

        return sum;
    }

    private static decimal? Add(decimal? sum, decimal? amount) => amount is null ? sum : (sum ?? 0) + amount;
}
