using System.Diagnostics;
using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;
using Engage.Rules.Facts;

namespace Engage.Rules.Segments;

/// <summary>A player's state as conditions see it at one instant.</summary>
internal readonly ref struct PlayerFacts : IPlayerFacts
{
    private readonly PlayerState state;
    private readonly StreamStarts starts;
    private readonly JudgeInstant at;
    private readonly ReadOnlySpan<ulong> membership;

    /// <param name="membership">Holds the segments that were judged before.</param>
    public PlayerFacts(PlayerState state, StreamStarts starts, JudgeInstant at, ReadOnlySpan<ulong> membership)
    {
        this.state = state;
        this.starts = starts;
        this.at = at;
        this.membership = membership;
    }

    public long JudgedAtMicros => at.JudgedAtMicros;

    public CurrencyCode WalletCurrency => state.WalletCurrency;

    public FactValue GetProfile(ReadOnlySpan<byte> name) => state.GetProfile(name);

    public bool HasTag(ReadOnlySpan<byte> tag) => state.HasTag(tag);

    public bool HasConsent(ReadOnlySpan<byte> channel) => state.HasConsent(channel);

    public bool IsInSegment(int segmentIndex) => (membership[segmentIndex / 64] >> (segmentIndex % 64) & 1) != 0;

    public bool TryGetCount(HistoryLeaf leaf, long enough, out long count)
    {
        count = 0;
        if (leaf.Stream is not { } stream)
        {
            foreach (var place in new CounterPlaces(state.Counters, leaf)) count += state.Counters.ValueAt(place).Count;
            return true;
        }

        if (IsBuilding(leaf)) return false;
        count = state.Streams[stream.Index] switch
        {
            null => 0,
            WindowedCount windowed => windowed.Buckets.Total(Low(leaf), High(stream), enough),
            CountSinceMarker sinceMarker => sinceMarker.Count,
            var other => throw new UnreachableException($"{other.GetType().Name} counts nothing."),
        };
        return true;
    }

    public bool TryGetSum(HistoryLeaf leaf, CurrencyCode currency, decimal enough, out decimal sum)
    {
        sum = 0;
        if (leaf.Stream is not { } stream)
        {
            foreach (var place in new CounterPlaces(state.Counters, leaf)) sum = Money.Add(sum, state.Counters.ValueAt(place).Sums.Get(leaf.FieldName.AsSpan(), currency));
            return true;
        }

        if (IsBuilding(leaf)) return false;
        sum = state.Streams[stream.Index] switch
        {
            null => 0,
            WindowedSum windowed => windowed.Find(currency)?.Total(Low(leaf), High(stream), enough) ?? 0,
            SumSinceMarker sinceMarker => sinceMarker.Get(currency),
            var other => throw new UnreachableException($"{other.GetType().Name} sums nothing."),
        };
        return true;
    }

    public bool TryGetLast(HistoryLeaf leaf, bool beforeThisEvent, out long lastMicros)
    {
        if (leaf.Stream is { } stream)
        {
            var sinceMarker = (LastSinceMarker?)state.Streams[stream.Index];
            lastMicros = sinceMarker is null ? 0 : beforeThisEvent ? sinceMarker.LastBeforeMicros : sinceMarker.LastMicros;
            return sinceMarker is not null && (beforeThisEvent ? sinceMarker.HappenedBefore : sinceMarker.Happened);
        }

        long? last = null;
        foreach (var place in new CounterPlaces(state.Counters, leaf))
        {
            var lastOfType = beforeThisEvent && place == state.EventInHand.CounterIndex ? state.EventInHand.LastBeforeMicros : state.Counters.ValueAt(place).LastMicros;
            if (last is null || lastOfType > last) last = lastOfType ?? last;
        }

        lastMicros = last ?? 0;
        return last is not null;
    }

    /// <summary>When the leaf's verdict changes next without an event; null: never.</summary>
    public long? NextFlip(CompiledNode node) => node.Kind switch
    {
        NodeKind.SinceLast => NextRecencyFlip(node),
        NodeKind.Count or NodeKind.Sum when !IsBuilding(node.Leaf!) => NextWindowFlip(node),
        _ => null,
    };

    /// <summary>When a building window becomes known, by arrival; null: it is known, or has no window.</summary>
    public long? KnownAt(HistoryLeaf leaf) => leaf.WindowMicros > 0 && IsBuilding(leaf) ? starts.StartOf(leaf).IngestedAtMicros + leaf.WindowMicros : null;

    private bool IsBuilding(HistoryLeaf leaf)
    {
        if (leaf.WindowMicros == 0) return false;
        var start = starts.StartOf(leaf);
        return state.FirstSeenPosition < start.Position && at.IngestedAtMicros < start.IngestedAtMicros + leaf.WindowMicros;
    }

    private long High(HistoryStream stream) => WindowStep.Bucket(at.JudgedAtMicros, stream.StepMicros);

    private long Low(HistoryLeaf leaf) => High(leaf.Stream!) - leaf.WindowSteps;

    private long? NextWindowFlip(CompiledNode node)
    {
        var leaf = node.Leaf!;
        var comparison = node.Comparison!;
        switch (state.Streams[leaf.Stream!.Index])
        {
            case WindowedCount windowed:
                return NextWindowFlip(windowed.Buckets, leaf, (long)comparison.HighestNumber, new CountJudge(comparison));
            case WindowedSum windowed:
                var currency = comparison.Currency.IsNone ? WalletCurrency : comparison.Currency;
                return windowed.Find(currency) is { } series
                    ? NextWindowFlip(series, leaf, comparison.HighestBound(currency), new SumJudge(comparison, currency))
                    : null;
            default:
                return null;
        }
    }

    private long? NextWindowFlip<T, TJudge>(BucketSeries<T> series, HistoryLeaf leaf, T enough, TJudge judge)
        where T : struct, System.Numerics.INumber<T>
        where TJudge : struct, IBucketJudge<T>
    {
        var (low, high, step) = (Low(leaf), High(leaf.Stream!), leaf.Stream!.StepMicros);
        long? leaves = series.NextToFlip(low, high, enough, judge) is { } bucket ? (bucket + leaf.WindowSteps) * step : null;

        // Entries ahead of the clock come from backfill and clocks that run fast: they enter the window as it reaches them.
        long? enters = series.FirstAbove(high) is { } ahead ? ahead * step : null;
        return leaves is null || enters < leaves ? enters : leaves;
    }

    private long? NextRecencyFlip(CompiledNode node)
    {
        if (!TryGetLast(node.Leaf!, node.BeforeThisEvent, out var last)) return null;

        // A recency grows by 1 µs per 1 µs: its verdict can change where it reaches an operand and right behind it.
        var comparison = node.Comparison!;
        var since = Math.Max(0, at.JudgedAtMicros - last);
        var now = Comparand.Of(FactValue.FromLong(since)).Judge(comparison);
        long? next = null;
        foreach (var operand in comparison.Operands)
        {
            for (var reached = (long)operand.Number; reached <= (long)operand.Number + 1; reached++)
            {
                if (reached > since && !(next <= last + reached) && Comparand.Of(FactValue.FromLong(reached)).Judge(comparison) != now) next = last + reached;
            }
        }

        return next;
    }

    private readonly struct CountJudge(CompiledComparison comparison) : IBucketJudge<long>
    {
        public Verdict Judge(long total) => Comparand.Of(FactValue.FromLong(total)).Judge(comparison);
    }

    private readonly struct SumJudge(CompiledComparison comparison, CurrencyCode currency) : IBucketJudge<decimal>
    {
        public Verdict Judge(decimal total) => Comparand.Of(total, currency).Judge(comparison);
    }
}
