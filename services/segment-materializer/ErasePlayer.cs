using Engage.Rules.Segments;
using Engage.SegmentMaterializer.Domain;
using Engage.SegmentMaterializer.Domain.Dedupe;
using Engage.Streams;
using Engage.Topics;

namespace Engage.SegmentMaterializer;

/// <summary>Forgets a player (semantics 47): everything goes but the digests of accepted events, under a keyed hash of the id, until their horizon.</summary>
internal sealed class ErasePlayer(Players players, DedupeLedger ledger, ErasedDigests erased, EventOutputs outputs, PlayerTimers timers, long horizonMs)
{
    private readonly List<DedupeEntry> remembered = [];
    private readonly List<MembershipChange> left = [];

    public void Erase(in InputRecord record, PlayerEventView view, DefinitionsInForce force)
    {
        var player = record.Key;
        if (players.Find(player) is { } row)
        {
            Leave(player, row, record, force);
            remembered.Clear();
            var oldestMs = (record.TimestampMicros / 1000) - horizonMs;
            ledger.CopyTo(player, row.Ring, row.Chunks, remembered, oldestMs);
            if (remembered.Count > 0)
            {
                erased.Keep(player, remembered, oldestMs);
                timers.ExpireAt(player, record.TimestampMicros + (horizonMs * 1000));
            }

            timers.Disarm(player, row);
            ledger.Erase(player);
            players.Erase(player);
        }

        outputs.ErasedProfile(player, record.Offset + 1);
        timers.ForgetLater(player, record.TimestampMicros);
        var envelope = new EventOutputs.Envelope
        {
            Position = record.Offset,
            Flags = EnrichedFlags.Erasure,
            JudgedAtMicros = record.TimestampMicros,
            IngestedAtMicros = record.TimestampMicros,
            DefinitionsOffset = force.Offset,
            ProfileVersion = record.Offset + 1,
            ExtraConditionsHold = true,
        };
        outputs.Enriched(player, envelope, record.Value, record.Headers);
        MaterializerMetrics.Erasures.Add(1);
    }

    /// <summary>The player leaves every segment, those first that time or new definitions have ended.</summary>
    private void Leave(ReadOnlySpan<byte> player, PlayerRow row, in InputRecord record, DefinitionsInForce force)
    {
        left.Clear();
        force.Judge.Advance(row.State, new JudgeInstant(record.TimestampMicros, record.TimestampMicros), force.SetAt, left);
        outputs.Changed(player, left, record.Offset);
        left.Clear();
        force.Judge.Leave(row.State, record.TimestampMicros, left);
        outputs.Changed(player, left, record.Offset, "erasure");
    }
}
