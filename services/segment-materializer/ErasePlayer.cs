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

    /// <summary>The player leaves every segment.</summary>
    private void Leave(ReadOnlySpan<byte> player, PlayerRow row, in InputRecord record, DefinitionsInForce force)
    {
        var segments = force.Judge.Definitions.Segments.Segments;
        Span<byte> membership = stackalloc byte[MembershipBits.SizeOf(segments.Length)];
        force.Judge.Evaluate(row.State, new JudgeInstant(row.State.ClockMicros ?? record.TimestampMicros, record.TimestampMicros), membership);
        left.Clear();
        foreach (var segment in segments)
        {
            if ((membership[segment.Index / 8] >> (segment.Index % 8) & 1) != 0)
                left.Add(new MembershipChange(segment.Id, segment.Version.Version, Entered: false, record.TimestampMicros, MembershipCause.Event));
        }

        outputs.Changed(player, left, record.Offset, "erasure");
    }
}
