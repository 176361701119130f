using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Tests.Segments;

/// <summary>Judges segments from the list of everything that happened, by the words of semantics 6 to 8, 11 and 18, without buckets or increments.</summary>
internal sealed class SegmentOracle(IReadOnlyList<Segment> segments)
{
    private readonly List<Entry> entries = [];

    public Dictionary<string, object> Profile { get; } = [];

    public HashSet<string> Tags { get; } = [];

    private Entry? inHand;

    private sealed class Entry(TestEvent @event, long judgedAt)
    {
        public TestEvent Event { get; } = @event;

        public long JudgedAt { get; } = judgedAt;

        public decimal Open { get; set; } = @event.Amount ?? 0;

        public bool WhollyReversed { get; set; }
    }

    public void Happened(TestEvent @event, long judgedAt) => entries.Add(inHand = new Entry(@event, judgedAt));

    public void EndEvent() => inHand = null;

    /// <summary>Takes back all that is open of a random earlier event, or half of it.</summary>
    public (TestEvent Original, long JudgedAt, decimal Taken, bool Wholly)? TakeBack(Random random)
    {
        inHand = null;
        var candidates = entries.Where(entry => !entry.WhollyReversed).ToArray();
        if (candidates.Length == 0) return null;
        var original = candidates[random.Next(candidates.Length)];
        var wholly = random.Next(2) == 0;
        var taken = wholly ? original.Open : decimal.Round(original.Open / 2, 2);
        original.Open -= taken;
        original.WhollyReversed = wholly;
        return (original.Event, original.JudgedAt, taken, wholly);
    }

    /// <summary>Ids of the segments that hold at an instant, in ordinal order.</summary>
    public string At(long instant)
    {
        var ids = segments.Where(segment => Judge(segment.Where, instant) == Verdict.Yes).Select(segment => segment.Id);
        return string.Join(' ', ids.Order(StringComparer.Ordinal));
    }

    private Verdict Judge(Condition condition, long instant)
    {
        switch (condition)
        {
            case AllOf all: return all.Children.Select(child => Judge(child, instant)).Aggregate(Verdict.Yes, And);
            case AnyOf any: return Opposite(any.Children.Select(child => Opposite(Judge(child, instant))).Aggregate(Verdict.Yes, And));
            case Not not: return Opposite(Judge(not.Inner, instant));
            case InSegmentCondition inSegment:
                return Of(Judge(segments.Single(segment => segment.Id == inSegment.SegmentId).Where, instant) == Verdict.Yes);
            case TagsCondition tags: return Of(tags.Tags.Any(Tags.Contains));
            case FieldCondition field: return Compare(Profile.GetValueOrDefault(field.Field.Name!), field.Comparison, Wallet);
            case CountCondition count:
                return Compare((decimal)Matching(count.Event, count.Where, count.WithinMicros, instant).Count(entry => !entry.WhollyReversed), count.Comparison, null);
            case SumCondition sum:
                var currency = sum.Comparison.Currency ?? Wallet;
                if (currency is null) return Verdict.Unknown;
                return Compare(Matching(sum.Event, sum.Where, sum.WithinMicros, instant).Where(entry => entry.Event.Currency == currency).Sum(entry => entry.Open), sum.Comparison, currency);
            case SinceLastCondition last:
                return Last(last.Event, last.Where, last.BeforeThisEvent) is { } time ? Compare((decimal)Math.Max(0, instant - time), last.Comparison, null) : Verdict.Unknown;
            case NeverCondition never: return Of(Last(never.Event, never.Where, never.BeforeThisEvent) is null);
            default: throw new InvalidOperationException($"The oracle does not know {condition}.");
        }
    }

    private string? Wallet => Profile.GetValueOrDefault("currency") as string;

    private IEnumerable<Entry> Matching(EventPattern pattern, Condition? where, long? within, long instant)
    {
        var matching = entries.Where(entry => pattern.Matches(entry.Event.Type) && (where is null || IsGame(where, entry.Event)));
        if (within is not { } window) return matching;

        var step = window <= 3_600_000_000 ? 1_000_000 : window <= 48 * 3_600_000_000L ? 60_000_000 : 3_600_000_000;
        return matching.Where(entry => (instant / step) - (window / step) < entry.JudgedAt / step && entry.JudgedAt / step <= instant / step);
    }

    /// <summary>The filters of these tests are one comparison with one game.</summary>
    private static bool IsGame(Condition where, TestEvent @event) =>
        where is FieldCondition { Field.Name: "game", Comparison: { Operator: ComparisonOperator.Eq, Operands: [TextOperand game] } } && Equals(@event.Attributes["game"], game.Value);

    private long? Last(EventPattern pattern, Condition? where, bool before)
    {
        var times = Matching(pattern, where, null, 0).Where(entry => !before || entry != inHand).Select(entry => entry.JudgedAt).ToArray();
        return times.Length == 0 ? null : times.Max();
    }

    private static Verdict Compare(object? value, Comparison comparison, string? currency)
    {
        if (comparison.Operator == ComparisonOperator.Between)
        {
            return And(
                Compare(value, comparison with { Operator = ComparisonOperator.Gte, Operands = [comparison.Operands[0]] }, currency),
                Compare(value, comparison with { Operator = ComparisonOperator.Lte, Operands = [comparison.Operands[1]] }, currency));
        }

        var operand = comparison.Operands[0] switch
        {
            NumberOperand number => number.Value,
            TextOperand text => (object)text.Value,
            ThresholdsOperand thresholds => currency is not null && thresholds.ByCurrency.TryGet(currency, out var bound) ? bound : null,
            _ => null,
        };
        var order = (value, operand) switch
        {
            (decimal left, decimal right) => left.CompareTo(right),
            (string left, string right) => string.CompareOrdinal(left, right),
            _ => (int?)null,
        };
        if (order is not { } known) return Verdict.Unknown;
        return Of(comparison.Operator switch
        {
            ComparisonOperator.Eq => known == 0,
            ComparisonOperator.Ne => known != 0,
            ComparisonOperator.Gt => known > 0,
            ComparisonOperator.Gte => known >= 0,
            ComparisonOperator.Lt => known < 0,
            _ => known <= 0,
        });
    }

    private static Verdict Of(bool value) => value ? Verdict.Yes : Verdict.No;

    private static Verdict Opposite(Verdict verdict) => verdict == Verdict.Unknown ? verdict : Of(verdict == Verdict.No);

    private static Verdict And(Verdict left, Verdict right) =>
        left == Verdict.No || right == Verdict.No ? Verdict.No : left == Verdict.Unknown || right == Verdict.Unknown ? Verdict.Unknown : Verdict.Yes;
}
