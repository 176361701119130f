using System.Diagnostics;
using System.Text;
using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;
using Engage.Rules.Facts;

namespace Engage.Rules.Segments;

/// <summary>Moves counters and streams by one event or reversal.</summary>
internal static class EventCounting
{
    /// <param name="streams">Those whose pattern the type matches.</param>
    public static void Count<TEvent>(PlayerState state, in TEvent facts, ReadOnlySpan<HistoryStream> streams, StreamStarts starts, long judgedAtMicros)
        where TEvent : ICountedEventFacts, allows ref struct
    {
        var place = state.Counters.Find(facts.Type);
        long? lastBefore = null;
        if (place < 0)
        {
            place = state.Counters.Insert(place, state.Pool.Share(facts.Type), new EventCounter { FirstMicros = judgedAtMicros, LastMicros = judgedAtMicros });
        }
        else
        {
            lastBefore = state.Counters.ValueAt(place).LastMicros;
        }

        var counter = state.Counters.ValueAt(place);
        counter.Count++;
        counter.FirstMicros = Math.Min(counter.FirstMicros, judgedAtMicros);
        counter.LastMicros = Math.Max(counter.LastMicros, judgedAtMicros);
        if (!facts.Currency.IsNone)
        {
            if (facts.TryGetAmount(out var amount)) counter.Sums.Add([], facts.Currency, amount, state.Pool);
            var adder = new SumAdder(counter.Sums, facts.Currency, state.Pool);
            facts.VisitAmounts(ref adder);
        }

        state.EventInHand.Counted(state.Counters.NameAt(place), place, lastBefore);

        foreach (var stream in streams)
        {
            if (EventConditions.Holds(stream.Where, facts)) Count(state, stream, facts, starts, judgedAtMicros);
        }
    }

    public static void TakeBack<TEvent>(PlayerState state, in TEvent facts, ReadOnlySpan<HistoryStream> streams, StreamStarts starts, TakenBack taken)
        where TEvent : IEventFacts, allows ref struct
    {
        var place = state.Counters.Find(facts.Type);
        if (place >= 0)
        {
            var counter = state.Counters.ValueAt(place);
            if (taken.Wholly) counter.Count--;
            if (!facts.Currency.IsNone)
            {
                counter.Sums.Add([], facts.Currency, -taken.Amount, state.Pool);
                foreach (var (name, amount) in taken.Amounts) counter.Sums.Add(Encoding.UTF8.GetBytes(name), facts.Currency, -amount, state.Pool);
            }
        }

        state.EventInHand.TakenBack(place < 0 ? state.Pool.Share(facts.Type) : state.Counters.NameAt(place));
        foreach (var stream in streams)
        {
            // A stream that began after the original never counted it.
            if (taken.DefinitionsOffset < starts.StartOf(stream).DefinitionsOffset || state.Streams[stream.Index] is not { } kept) continue;
            if (EventConditions.Holds(stream.Where, facts)) TakeBack(kept, stream, facts, taken);
        }
    }

    private static void Count<TEvent>(PlayerState state, HistoryStream stream, in TEvent facts, StreamStarts starts, long judgedAtMicros)
        where TEvent : IEventFacts, allows ref struct
    {
        var kept = state.Streams[stream.Index] ??= StreamState.Create(stream, starts.StartOf(stream).DefinitionsOffset);
        switch (kept)
        {
            case WindowedCount windowed:
                windowed.Buckets.Add(WindowStep.Bucket(judgedAtMicros, stream.StepMicros), 1);
                windowed.Buckets.PruneBelow(OldestKept(state, stream));
                break;
            case WindowedSum windowed when TryGetField(stream, facts, out var amount):
                windowed.Add(facts.Currency, WindowStep.Bucket(judgedAtMicros, stream.StepMicros), amount);
                windowed.PruneBelow(OldestKept(state, stream));
                break;
            case CountSinceMarker counted: counted.Count++; break;
            case SumSinceMarker summed when TryGetField(stream, facts, out var amount): summed.Add(facts.Currency, amount); break;
            case LastSinceMarker last: last.Note(judgedAtMicros); break;
            case WindowedSum or SumSinceMarker: break; // No such amount, or no currency: nothing to add.
            default: throw new UnreachableException($"Nothing counts into {kept.GetType().Name}.");
        }
    }

    private static void TakeBack<TEvent>(StreamState kept, HistoryStream stream, in TEvent facts, TakenBack taken)
        where TEvent : IEventFacts, allows ref struct
    {
        switch (kept)
        {
            case WindowedCount windowed when taken.Wholly:
                windowed.Buckets.Add(WindowStep.Bucket(taken.JudgedAtMicros, stream.StepMicros), -1);
                break;
            case CountSinceMarker counted when taken.Wholly: counted.Count--; break;
            case WindowedSum windowed when !facts.Currency.IsNone:
                windowed.Add(facts.Currency, WindowStep.Bucket(taken.JudgedAtMicros, stream.StepMicros), -TakenFrom(stream, taken));
                break;
            case SumSinceMarker summed when !facts.Currency.IsNone: summed.Add(facts.Currency, -TakenFrom(stream, taken)); break;
        }
    }

    private static decimal TakenFrom(HistoryStream stream, TakenBack taken)
    {
        if (stream.Field.Name is not { } field) return taken.Amount;
        foreach (var (name, amount) in taken.Amounts)
        {
            if (name == field) return amount;
        }

        return 0;
    }

    private static bool TryGetField<TEvent>(HistoryStream stream, in TEvent facts, out decimal amount)
        where TEvent : IEventFacts, allows ref struct
    {
        amount = 0;
        if (facts.Currency.IsNone) return false;
        return stream.FieldName.IsEmpty ? facts.TryGetAmount(out amount) : facts.TryGetAmount(stream.FieldName.AsSpan(), out amount);
    }

    /// <summary>No event is judged more than 72 h behind the clock, so entries older than that before the longest window are never asked for.</summary>
    private static long OldestKept(PlayerState state, HistoryStream stream) =>
        state.ClockMicros is { } clock ? WindowStep.Bucket(clock - stream.KeptMicros, stream.StepMicros) : long.MinValue;

    private readonly struct SumAdder(MoneySums sums, CurrencyCode currency, NamePool pool) : IAmountVisitor
    {
        public void Visit(ReadOnlySpan<byte> name, decimal amount) => sums.Add(name, currency, amount, pool);
    }
}
