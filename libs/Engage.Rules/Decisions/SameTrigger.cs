using Engage.Rules.Definitions;

namespace Engage.Rules.Decisions;

/// <summary>Whether an edit left a rule's trigger as it was, whatever its spelling: only a changed one resets progress (semantics 21).</summary>
internal static class SameTrigger
{
    public static bool Of(Trigger? left, Trigger? right)
    {
        if (left is null || right is null) return left is null && right is null;

        return left.Reversals == right.Reversals && left.Event.Equals(right.Event) && Same(left.Where, right.Where);
    }

    private static bool Same(Condition? left, Condition? right) => (left, right) switch
    {
        (null, null) => true,
        (AllOf l, AllOf r) => Same(l.Children.AsSpan(), r.Children.AsSpan()),
        (AnyOf l, AnyOf r) => Same(l.Children.AsSpan(), r.Children.AsSpan()),
        (Not l, Not r) => Same(l.Inner, r.Inner),
        (FieldCondition l, FieldCondition r) => l.Field == r.Field && Same(l.Comparison, r.Comparison),

        // A trigger's where tests fields of the event only, so the other kinds of leaves never stand in one.
        _ => false,
    };

    private static bool Same(ReadOnlySpan<Condition> left, ReadOnlySpan<Condition> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (!Same(left[i], right[i])) return false;
        }

        return true;
    }

    private static bool Same(Comparison left, Comparison right) =>
        left.Operator == right.Operator && left.Currency == right.Currency && left.Operands.AsSpan().SequenceEqual(right.Operands.AsSpan());
}
