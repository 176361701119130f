using System.Text;
using Engage.Contracts;
using Engage.Rules.Accumulation;
using Engage.Rules.Identity;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer.Domain;
using Engage.SegmentMaterializer.Domain.Dedupe;
using Engage.Streams;
using Engage.Topics;
using DecodeError = Engage.Streams.DecodeError;

namespace Engage.SegmentMaterializer;

/// <summary>
/// What one event does: dropped as a repeat, or applied (update, counters, segments, in this order) and passed on with everything later stages need. One per task.
/// </summary>
internal sealed class MaterializeEvent(Players players, DedupeLedger ledger, ErasedDigests erased, EventOutputs outputs, KeyedDigests digests, long horizonMs, PlayerTimers timers, IWatchEvents? watch)
{
    private const int MaxDepth = 8;

    private static readonly DecodeError BackfillOverlap = new(
        "backfill_overlap", "a backfill event must be older than the player's first live event; what happened since has been counted live", "occurred_at");

    private readonly List<MembershipChange> changes = [];
    private readonly RowWriter derivedValue = new();
    private byte[] membership = new byte[64];

    /// <summary>An event that passed its checks and erases nothing.</summary>
    public ProcessResult Apply(in InputRecord record, PlayerEventView view, DefinitionsInForce force)
    {
        var player = record.Key;
        var ingestedAtMs = record.TimestampMicros / 1000;
        var oldestMs = ingestedAtMs - horizonMs;
        var digest = DigestOf(player, view.Source, view.EventId, view.Type);
        var row = players.Find(player);
        var wasErased = row?.WasErased ?? erased.Knows(player);
        if (wasErased && erased.Contains(player, digest, oldestMs)) return Repeat();

        if (row is null)
        {
            row = players.Create(player, record.Offset);
            row.WasErased = wasErased;
        }

        var known = ledger.Find(player, row.Ring, row.Chunks, digest, oldestMs);
        var isTwinOfBackfill = known is { Backfill: true } && !view.Backfill;
        if (known is not null && !isTwinOfBackfill) return Repeat();
        if (view.Backfill && view.OccurredAtMicros >= row.FirstLiveOccurredMicros) return ProcessResult.Poison(BackfillOverlap);
        Accept(record, view, force, row, digest, isTwinOfBackfill ? known : null, oldestMs);
        players.Save(player, row);
        return ProcessResult.Done;
    }

    private ProcessResult Repeat()
    {
        watch?.Repeated();
        MaterializerMetrics.Duplicates.Add(1);
        return ProcessResult.Done;
    }

    private void Accept(in InputRecord record, PlayerEventView view, DefinitionsInForce force, PlayerRow row, EventDigest digest, DedupeEntry? backfilled, long oldestMs)
    {
        var judged = view.Backfill ? JudgeTime.OfBackfill(view.OccurredAtMicros) : JudgeTime.Of(view.OccurredAtMicros, record.TimestampMicros, row.State.ClockMicros);
        var at = new JudgeInstant(judged.Micros, record.TimestampMicros);
        if (!view.Backfill) row.FirstLiveOccurredMicros = Math.Min(row.FirstLiveOccurredMicros, view.OccurredAtMicros);
        changes.Clear();
        force.Judge.Advance(row.State, at, force.SetAt, changes);

        var effect = view.Update.HasValue && backfilled is null ? ApplyUpdate.To(row, view.Update.Value) : UpdateEffect.None;
        if (effect.ProfileChanged) row.ProfileVersion = record.Offset + 1;
        var currency = view.Currency is { HasValue: true } own && CurrencyCode.TryParse(own.Value, out var code) ? code : row.State.WalletCurrency;
        var facts = new PlayerEventFacts(view, currency);

        var reversal = view.Reverses.HasValue ? TakeBack(record.Key, view, row, facts, force, oldestMs) : null;
        if (!view.Reverses.HasValue && backfilled is null) force.Judge.Count(row.State, facts, judged.Micros, view.Backfill ? ClockEffect.Stays : ClockEffect.Moves);

        if (!view.Backfill && (reversal is not null || !view.Reverses.HasValue)) row.State.MoveClock(judged.Micros);
        var size = Judge(row, at, force);
        watch?.Judged(force.Judge, row.State, at);
        row.History.Note(record.Offset, record.TimestampMicros / 1000, force.Offset, membership.AsSpan(0, size), oldestMs);
        Remember(record, view, row, digest, judged, currency, backfilled, oldestMs);

        if (effect.ProfileChanged) outputs.Profile(record.Key, row);
        outputs.Changed(record.Key, changes, record.Offset, view);
        timers.Arm(record.Key, row);
        if (view.Reverses.HasValue && reversal is null)
        {
            watch?.ReversalUnmatched();
            MaterializerMetrics.UnmatchedReversals.Add(1); // No effect, and nothing for later stages to judge.
            return;
        }

        var envelope = Envelope(record, row, force, judged, effect, currency, size, reversal, view.Backfill);
        outputs.Enriched(record.Key, envelope, record.Value, record.Headers);
        if (effect.TagChanges.Count > 0 && view.Depth < MaxDepth) Derive(record, view, envelope, currency, effect);
    }

    private EventOutputs.Envelope Envelope(
        in InputRecord record, PlayerRow row, DefinitionsInForce force, JudgeTime judged, UpdateEffect effect, CurrencyCode currency, int size, ReversalContext? reversal, bool backfill) => new()
        {
            Position = record.Offset,
            Flags = (judged.Late ? EnrichedFlags.Late : 0) | (judged.Clamped ? EnrichedFlags.Clamped : 0) | (backfill ? EnrichedFlags.Backfill : 0)
                | (effect.TagChanges.Count > 0 ? EnrichedFlags.Chain : 0),
            JudgedAtMicros = judged.Micros,
            IngestedAtMicros = record.TimestampMicros,
            DefinitionsOffset = force.Offset,
            Segments = membership.AsSpan(0, size),
            Currency = currency,
            TimeZone = row.State.GetProfile("time_zone"u8).Text,
            ProfileVersion = row.ProfileVersion,
            ExtraConditionsHold = true,
            Reversal = reversal,
        };

    private int Judge(PlayerRow row, JudgeInstant at, DefinitionsInForce force)
    {
        var bytes = MembershipBits.SizeOf(force.Judge.Definitions.Segments.Segments.Length);
        if (membership.Length < bytes) membership = new byte[bytes];
        return force.Judge.Judge(row.State, at, force.SetAt, membership, changes);
    }

    /// <summary>Takes back what the reversal takes; null: there is no such original, or nothing of it is left.</summary>
    private ReversalContext? TakeBack(ReadOnlySpan<byte> player, PlayerEventView view, PlayerRow row, PlayerEventFacts facts, DefinitionsInForce force, long oldestMs)
    {
        var digest = DigestOf(player, view.Source, view.Reverses.Value, view.Type);
        if (ledger.Find(player, row.Ring, row.Chunks, digest, oldestMs) is not { } original || row.History.At(original.Position) is not { } then) return null;

        var named = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var entry in view.Amounts) named[Encoding.UTF8.GetString(entry.Key)] = entry.Value;
        if (Reversal.Of(original, view.Amount, named) is not { } reversal) return null;

        ledger.Replace(player, row.Ring, reversal.Remaining);
        var counted = original.Counted ?? new CountedAt(original.Position, original.JudgedAtMicros, original.Currency);
        var countedUnder = row.History.At(counted.Position)?.DefinitionsOffset ?? then.DefinitionsOffset;
        var taken = new TakenBack(counted.JudgedAtMicros, countedUnder, reversal.Remaining.WhollyReversed, reversal.Taken ?? 0, reversal.TakenFurther);
        force.Judge.TakeBack(row.State, new OriginalFacts(facts, original with { Currency = counted.Currency }), taken);
        return new ReversalContext
        {
            Position = original.Position,
            JudgedAtMicros = original.JudgedAtMicros,
            DefinitionsOffset = original.Backfill ? -1 : then.DefinitionsOffset, // Rules never judged what was only loaded as history.
            Segments = original.Backfill ? ReadOnlyMemory<byte>.Empty : then.Segments,
            Currency = original.Currency.IsNone ? null : original.Currency.ToString(),
            Amount = original.Amount?.Original,
            Amounts = original.FurtherMoney.ToDictionary(money => money.Key, money => money.Value.Original),
            Taken = reversal.Taken,
            TakenAmounts = reversal.TakenFurther.ToDictionary(),
            Wholly = reversal.Remaining.WhollyReversed,
        };
    }

    private void Remember(
        in InputRecord record, PlayerEventView view, PlayerRow row, EventDigest digest, JudgeTime judged, CurrencyCode currency, DedupeEntry? backfilled, long oldestMs)
    {
        var entry = new DedupeEntry(digest, record.TimestampMicros / 1000, record.Offset, judged.Micros)
        {
            Backfill = view.Backfill,
            Reversal = view.Reverses.HasValue,
            Currency = currency,
            Amount = view.Amount is { } amount ? OpenMoney.Whole(amount) : null,
            FurtherMoney = FurtherMoneyOf(view),
        };

        // The live twin of a backfilled event takes its place: from now on its position is the context for reversals (semantics 40).
        if (backfilled is { } history) ledger.Replace(record.Key, row.Ring, Twin(entry, history));
        else ledger.Add(record.Key, row.Ring, ref row.Chunks, entry, oldestMs);
    }

    private static DedupeEntry Twin(DedupeEntry live, DedupeEntry backfilled) => live with
    {
        Amount = backfilled.Amount,
        FurtherMoney = backfilled.FurtherMoney,
        WhollyReversed = backfilled.WhollyReversed,
        Counted = new CountedAt(backfilled.Position, backfilled.JudgedAtMicros, backfilled.Currency),
    };

    private static IReadOnlyList<KeyValuePair<string, OpenMoney>> FurtherMoneyOf(PlayerEventView view)
    {
        if (view.Amounts.IsEmpty) return [];
        var money = new SortedDictionary<string, OpenMoney>(StringComparer.Ordinal);
        foreach (var entry in view.Amounts) money[Encoding.UTF8.GetString(entry.Key)] = OpenMoney.Whole(entry.Value);
        return [.. money];
    }

    /// <summary>Each tag really added or removed is an event of its own, judged right after its cause on the final state (semantics 5).</summary>
    private void Derive(in InputRecord record, PlayerEventView view, in EventOutputs.Envelope cause, CurrencyCode currency, UpdateEffect effect)
    {
        for (var i = 0; i < effect.TagChanges.Count; i++)
        {
            derivedValue.Clear();
            Topics.Topics.PlayerEvents.Wire.Write(EventOutputs.Derived(view, currency, effect.TagChanges[i]), derivedValue);
            var envelope = new EventOutputs.Envelope
            {
                Position = cause.Position,
                Index = i + 1,
                Flags = (cause.Flags & ~EnrichedFlags.Chain) | EnrichedFlags.Derived,
                JudgedAtMicros = cause.JudgedAtMicros,
                IngestedAtMicros = cause.IngestedAtMicros,
                DefinitionsOffset = cause.DefinitionsOffset,
                Segments = cause.Segments,
                Currency = cause.Currency,
                TimeZone = cause.TimeZone,
                ProfileVersion = cause.ProfileVersion,
                ExtraConditionsHold = true,
            };
            outputs.Enriched(record.Key, envelope, derivedValue.Written, record.Headers);
        }
    }

    private EventDigest DigestOf(ReadOnlySpan<byte> player, ReadOnlySpan<byte> source, ReadOnlySpan<byte> eventId, ReadOnlySpan<byte> type)
    {
        Span<byte> hash = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(hash, digests.OfEvent(player, new EventIdentity(source, eventId, type)));
        return EventDigest.Read(hash);
    }
}
