using System.Text;
using Engage.Contracts;
using Engage.Rules.Accumulation;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer.Domain;
using Engage.SegmentMaterializer.Domain.Input;
using Engage.Streams;
using Engage.Topics;

namespace Engage.SegmentMaterializer;

/// <summary>The materializer's part in scheduled runs (semantics 32): the audience at a run's marker, and each scheduled player on the way to the matcher.</summary>
internal sealed class ReachPlayers(ITaskContext task, Players players, EventOutputs outputs, IWatchEvents? watch)
{
    private readonly Output<string, AudienceMember> audience = task.Output(Topics.Topics.AudienceMembers);
    private byte[] membership = new byte[64];

    /// <summary>This partition's players in the rule's segment and extra conditions after everything before the marker, windows judged at the due time; then the end record.</summary>
    public void TakeAudience(in InputRecord record, ControlRecord.RunMarker run, DefinitionsInForce force)
    {
        long count = 0;
        if (force.Judge.Definitions.FindLive(run.RuleId) is { } rule)
        {
            var at = new JudgeInstant(run.DueMicros, record.TimestampMicros);
            using var cursor = players.All();
            while (cursor.MoveNext())
            {
                if (!force.Judge.IsInAudience(players.Decode(cursor.Value).State, rule, at)) continue;
                audience.Send(run.RuleId, Member(run, Encoding.UTF8.GetString(cursor.Key), null));
                count++;
            }
        }

        audience.Send(run.RuleId, Member(run, null, count));
    }

    /// <summary>A scheduled player passes like an event, but moves no counter and no clock; one who was erased meanwhile is passed over.</summary>
    public void PassOn(in InputRecord record, PlayerEventView view, ControlRecord.ScheduledPlayer scheduled, DefinitionsInForce force)
    {
        if (players.Find(record.Key) is not { } row) return;

        var at = new JudgeInstant(view.OccurredAtMicros, record.TimestampMicros);
        var bytes = MembershipBits.SizeOf(force.Judge.Definitions.Segments.Segments.Length);
        if (membership.Length < bytes) membership = new byte[bytes];
        var size = force.Judge.Evaluate(row.State, at, membership);
        var rule = force.Judge.Definitions.FindLive(scheduled.RuleId);
        watch?.Reached(force.Judge, row.State, at, rule);
        var envelope = new EventOutputs.Envelope
        {
            Position = record.Offset,
            Flags = EnrichedFlags.Scheduled,
            JudgedAtMicros = view.OccurredAtMicros,
            IngestedAtMicros = record.TimestampMicros,
            DefinitionsOffset = force.Offset,
            Segments = membership.AsSpan(0, size),
            Currency = view.Currency is { HasValue: true } own && CurrencyCode.TryParse(own.Value, out var code) ? code : row.State.WalletCurrency,
            TimeZone = row.State.GetProfile("time_zone"u8).Text,
            ProfileVersion = row.ProfileVersion,
            ExtraConditionsHold = rule is null || !rule.Compiled.Rule.Recheck || force.Judge.IsInAudience(row.State, rule, at),
        };
        outputs.Enriched(record.Key, envelope, record.Value, record.Headers);
    }

    private AudienceMember Member(ControlRecord.RunMarker run, string? player, long? count) => new()
    {
        RunId = run.RunId,
        RuleId = run.RuleId,
        DueMicros = run.DueMicros,
        Partition = task.Partition,
        PlayerId = player,
        Count = count,
    };
}
