using System.Diagnostics;
using Engage.Channels;
using Engage.Dispatcher.Domain;
using Engage.Dispatcher.Sending;
using Engage.Rules.Gates;

namespace Engage.Dispatcher.Lanes;

/// <summary>Takes the message in front of a lane through the gates and writes its attempt down. The call itself starts after the commit.</summary>
internal sealed class StartMessages(LaneTools tools, LaneChanges changes, LaneGate gate)
{
    /// <summary>Messages of one lane that a turn may end without sending, so that a long queue of expired ones does not hold the others up.</summary>
    private const int EndedPerTurn = 500;

    /// <summary>A provider's clock starts when a request arrives, which jitters.</summary>
    private const double PaceMargin = 1.02;

    /// <summary>Starts the lane's next message if that is possible.</summary>
    /// <returns>The attempt; null where none starts.</returns>
    public LaneCall? TryStart(Lane lane, long nowMicros, out StartResult result)
    {
        for (var ended = 0; ended < EndedPerTurn; ended++)
        {
            result = StartResult.Waits;
            if (!lane.IsReady(nowMicros)) return null;
            if (tools.Queue.Front(lane.Name, lane.Row.Head, out var place) is not { } message) throw new UnreachableException($"{lane} has lost its messages.");

            lane.Row.Head = place; // Past places that were dropped.
            if (Expire(lane, place, message, nowMicros)) continue;
            if (tools.Switches.Stop(lane.Parts, message.Action.RuleId)) return Wait(lane, place, message, "kill_switch", nowMicros);

            switch (gate.Judge(lane.Parts, message, tools.Definitions().Policy, nowMicros, out var address))
            {
                case GateVerdict.Send when address is null:
                    changes.End(lane, place, message, DeliveryStatus.FailedMessage, "no_contact", null, nowMicros);
                    continue;
                case GateVerdict.Send:
                    return Begin(lane, place, message, address, nowMicros, out result);
                case GateVerdict.Suppressed suppressed:
                    changes.End(lane, place, message, DeliveryStatus.Suppressed, suppressed.Reason, null, nowMicros);
                    continue;
                case GateVerdict.Expired expired:
                    changes.End(lane, place, message, DeliveryStatus.Expired, expired.Reason, null, nowMicros);
                    continue;
                case GateVerdict.Dropped dropped:
                    changes.End(lane, place, message, DeliveryStatus.Dropped, dropped.Reason, null, nowMicros);
                    continue;
                case GateVerdict.Held held:
                    return Hold(lane, place, message, held.UntilMicros, held.Reason, nowMicros);
                case GateVerdict.Parked parked:
                    return Hold(lane, place, message, long.MaxValue, parked.Reason, nowMicros);
                case var other:
                    throw new UnreachableException($"Nothing follows the gates' {other}.");
            }
        }

        result = StartResult.Again;
        return null;
    }

    /// <summary>Ends the messages in front that are worth nothing any more, also in a lane that stands still.</summary>
    public void ExpireFront(Lane lane, long nowMicros)
    {
        for (var ended = 0; ended < EndedPerTurn; ended++)
        {
            if (lane.Row.IsEmpty || lane.Row.InFlight is not null) return;
            if (tools.Queue.Front(lane.Name, lane.Row.Head, out var place) is not { } message) return;
            lane.Row.Head = place;
            if (!Expire(lane, place, message, nowMicros))
            {
                tools.Book.LookAt(lane, message.Work.ExpiresAtMicros ?? 0);
                return;
            }
        }

        tools.Book.LookAt(lane, nowMicros + 1);
    }

    private bool Expire(Lane lane, long place, QueuedMessage message, long nowMicros)
    {
        if (message.Work.ExpiresAtMicros is not { } expiry || expiry > nowMicros) return false;
        changes.End(lane, place, message, DeliveryStatus.Expired, GateReasons.ExpiresAfter, null, nowMicros);
        return true;
    }

    private LaneCall? Begin(Lane lane, long place, QueuedMessage message, string address, long nowMicros, out StartResult result)
    {
        result = StartResult.Waits;
        var account = tools.Accounts.Find(lane.Parts.Channel, lane.Parts.Account, tools.Definitions());
        if (account is null)
        {
            var (circuit, isNew) = tools.Circuits.Open(Circuits.ScopeOf(lane.Parts), "no_account", "No account of this name is defined and active, or its credentials cannot be read.", nowMicros);
            if (isNew) tools.Events.Circuit(circuit.Scope, "open", circuit.Reason, circuit.Hint, nowMicros);
        }

        if (tools.Circuits.Blocking(lane.Parts, address) is { } blocking) return Wait(lane, place, message, blocking.Reason ?? "account_stopped", nowMicros);

        var pace = lane.IsSlow ? LanePace.Slow : LanePace.Normal;
        if (!tools.Pool.TryReserve(pace, tools.Wake))
        {
            result = StartResult.PoolFull;
            return null;
        }

        tools.Circuits.Started(lane.Parts);
        var row = lane.Row;
        row.FrontAttempts++;
        if (row.FrontFirstAttemptMicros == 0) row.FrontFirstAttemptMicros = nowMicros;
        row.InFlight = new InFlight(place, row.FrontAttempts, nowMicros);
        if (row.State == LaneState.Held) changes.Change(lane, LaneState.Healthy, null, null, 0, nowMicros);
        lane.IsCalling = true;
        if (account!.LaneInterval > TimeSpan.Zero) lane.PacedUntilMicros = nowMicros + (long)(account.LaneInterval.TotalMicroseconds * PaceMargin);
        tools.Book.Save(lane, nowMicros);
        result = StartResult.Started;
        return new LaneCall(lane.Name, place, Outbound(lane, message, address), account.Channel, pace);
    }

    /// <summary>The message as its channel takes it.</summary>
    public static OutboundMessage Outbound(Lane lane, QueuedMessage message, string address) => new()
    {
        DeliveryId = message.Work.DeliveryId,
        ActionId = message.Action.ActionId,
        PlayerId = message.Action.PlayerId,
        Recipient = address,
        Pin = lane.Row.PinId is { } id ? new RecipientPin(id, lane.Row.PinName ?? id) : null,
        Subject = message.Work.Subject,
        Text = message.Work.Text,
        Html = message.Work.Html,
        Audience = lane.Parts.Player is null ? Audience.Internal : Audience.Player,
        Attempt = lane.Row.FrontAttempts,
        FirstAttemptAt = DateTimeOffset.UnixEpoch.AddMicroseconds(lane.Row.FrontFirstAttemptMicros),
        ExpiresAt = message.Work.ExpiresAtMicros is { } expiry ? DateTimeOffset.UnixEpoch.AddMicroseconds(expiry) : null,
    };

    /// <summary>The lane is woken by what holds it; the message may expire before.</summary>
    private LaneCall? Wait(Lane lane, long place, QueuedMessage message, string reason, long nowMicros)
    {
        changes.Tell(lane, place, message, DeliveryStatus.Parked, reason, null, nowMicros);
        tools.Book.LookAt(lane, message.Work.ExpiresAtMicros ?? 0);
        return null;
    }

    private LaneCall? Hold(Lane lane, long place, QueuedMessage message, long untilMicros, string reason, long nowMicros)
    {
        changes.Change(lane, LaneState.Held, reason, null, untilMicros, nowMicros);
        changes.Tell(lane, place, message, DeliveryStatus.Parked, reason, null, nowMicros);
        tools.Book.Save(lane, nowMicros);
        tools.Book.LookAt(lane, message.Work.ExpiresAtMicros ?? 0);
        return null;
    }
}
