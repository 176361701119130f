using Engage.Contracts;
using Engage.Dispatcher.Domain;
using Engage.Dispatcher.Lanes;
using Engage.Dispatcher.Routing;

namespace Engage.Dispatcher.Commands;

/// <summary>Carries out what operators ask of lanes, each command once, and answers it.</summary>
/// <param name="forward">Hands a message to the lane it names, in whichever partition that is.</param>
internal sealed class CarryOutCommands(
    LaneTools tools, LaneChanges changes, ApplyCompletions accounts, CommandLog log, string? defaultCountryCode, Action<DispatchWork, long> forward)
{
    private const string AccountScope = "account:";

    public void CarryOut(DispatchCommand command, long nowMicros)
    {
        if (command.Kind == Erasure.CommandKind)
        {
            Erasure.DropInternal(tools, changes, command.Scope, nowMicros);
            return;
        }

        if (log.IsKnown(command.CommandId)) return;
        if (!command.DryRun) log.Add(command.CommandId, nowMicros);

        var lane = command.Lane is null ? null : tools.Book.Find(command.Lane);
        var answer = command.Lane is null ? OnScope(command, nowMicros) : OnLane(command, lane, nowMicros);
        var kind = answer.Refusal is null ? "applied" : "refused";
        tools.Events.Answer(command, lane, kind, answer.Refusal, answer.Affected, lane is null ? null : changes.OldestAt(lane), nowMicros);
        if (lane is not null) tools.Book.Evict(lane, nowMicros);
    }

    private CommandAnswer OnScope(DispatchCommand command, long nowMicros)
    {
        switch (command.Kind)
        {
            case "kill_switch_on" or "kill_switch_off" when !KillSwitches.IsScope(command.Scope):
                return CommandAnswer.Refused("unknown_scope");
            case "kill_switch_on":
                if (!command.DryRun) tools.Switches.SwitchOff(command.Scope!, command.Reason);
                return CommandAnswer.Applied(tools.Book.Lanes.Count(lane => !lane.Row.IsEmpty));
            case "kill_switch_off":
                if (!command.DryRun && tools.Switches.SwitchOn(command.Scope!)) WakeAll();
                return CommandAnswer.Applied(tools.Book.Lanes.Count(lane => !lane.Row.IsEmpty));
            case "resume" when command.Scope?.StartsWith(AccountScope, StringComparison.Ordinal) == true:
                return command.DryRun || accounts.CloseTrusted(command.Scope[AccountScope.Length..], nowMicros) ? CommandAnswer.Applied(0) : CommandAnswer.Refused("not_stopped");
            default:
                return CommandAnswer.Refused("unknown_command");
        }
    }

    private CommandAnswer OnLane(DispatchCommand command, Lane? lane, long nowMicros)
    {
        if (!LaneName.TryParse(command.Lane, out var name)) return CommandAnswer.Refused("unknown_lane");
        if (command.Kind == "pause") lane ??= tools.Book.Get(name.ToString()); // Also one that is empty now.
        if (lane is null) return CommandAnswer.Refused("unknown_lane");
        if (command.ExpectedVersion is { } expected && expected != lane.Row.Version) return CommandAnswer.Refused("stale_version");

        return command.Kind switch
        {
            "release" => Release(command, lane, nowMicros),
            "remap" => Remap(command, lane, nowMicros),
            "drop" => Drop(command, lane, nowMicros),
            "pause" => Pause(command, lane, nowMicros),
            "resume" => lane.Row.State == LaneState.Paused ? Release(command, lane, nowMicros) : CommandAnswer.Refused("not_paused"),
            "resolve" => Resolve(command, lane, nowMicros),
            "recheck" => Recheck(command, lane, nowMicros),
            _ => CommandAnswer.Refused("unknown_command"),
        };
    }

    private CommandAnswer Release(DispatchCommand command, Lane lane, long nowMicros)
    {
        if (command.Count is <= 0) return CommandAnswer.Refused("count_not_positive");
        if (lane.Row.State is LaneState.Healthy or LaneState.Draining) return CommandAnswer.Refused("not_stopped");
        var affected = Math.Min(lane.Row.Depth, command.Count ?? long.MaxValue);
        if (!command.DryRun) changes.Release(lane, nowMicros, command.Count);
        return CommandAnswer.Applied(affected);
    }

    private CommandAnswer Pause(DispatchCommand command, Lane lane, long nowMicros)
    {
        if (!command.DryRun) changes.Stop(lane, LaneState.Paused, command.Reason ?? "operator", null, lane.Row.InFlight is null ? 0 : lane.Row.NextAtMicros, nowMicros);
        return CommandAnswer.Applied(lane.Row.Depth);
    }

    /// <summary>Moves what waits, what is to come, or both, to another recipient of the same channel and account. The moved messages join its end in their own order, under their own delivery ids.</summary>
    private CommandAnswer Remap(DispatchCommand command, Lane lane, long nowMicros)
    {
        if (lane.Parts.Player is not null) return CommandAnswer.Refused("player_lane"); // A player's message reaches that player or nobody.
        if (command.To is null || Recipients.Canonical(lane.Parts.Channel, command.To, defaultCountryCode) is not { } recipient) return CommandAnswer.Refused("invalid_recipient");
        if (recipient == lane.Parts.Recipient) return CommandAnswer.Refused("same_recipient");
        if (command.Apply is not (null or "both" or "parked" or "future")) return CommandAnswer.Refused("unknown_apply");

        var successor = (lane.Parts with { Recipient = recipient }).ToString();
        var movable = command.Apply == "future" ? [] : changes.Messages(lane, int.MaxValue).Where(entry => entry.Place != lane.Row.InFlight?.Seq).ToList();
        if (command.DryRun) return CommandAnswer.Applied(movable.Count);

        foreach (var (place, message) in movable)
        {
            forward(message.Work with { Lane = successor, Recipient = recipient, RemappedFrom = lane.Name, ResultSeq = message.ResultSeq }, nowMicros);
            changes.Remove(lane, place);
        }

        if (command.Apply != "parked") lane.Row.RemappedTo = successor;
        if (lane.Row.IsEmpty && command.Apply != "parked") changes.Change(lane, LaneState.Healthy, null, null, 0, nowMicros);
        lane.Row.Version++;
        tools.Book.Save(lane, nowMicros);
        return CommandAnswer.Applied(movable.Count);
    }

    private CommandAnswer Drop(DispatchCommand command, Lane lane, long nowMicros)
    {
        if (command.Count is <= 0) return CommandAnswer.Refused("count_not_positive");
        var waiting = changes.Messages(lane, int.MaxValue).Where(entry => entry.Place != lane.Row.InFlight?.Seq);
        var chosen = waiting.Where(entry => command.DeliveryId is null || entry.Message.Work.DeliveryId == command.DeliveryId).Take(command.Count ?? int.MaxValue).ToList();
        if (command.DeliveryId is not null && chosen.Count == 0) return CommandAnswer.Refused("unknown_delivery");
        if (command.DryRun) return CommandAnswer.Applied(chosen.Count);

        foreach (var (place, message) in chosen) changes.End(lane, place, message, DeliveryStatus.Dropped, command.Reason ?? "operator", null, nowMicros);
        return CommandAnswer.Applied(chosen.Count);
    }

    /// <summary>Decides on a message of which nobody knows whether it was taken.</summary>
    private CommandAnswer Resolve(DispatchCommand command, Lane lane, long nowMicros)
    {
        if (lane.Row is not { IsUnclear: true, InFlight: { } inFlight } || lane.IsCalling) return CommandAnswer.Refused("not_unclear");
        if (command.Apply is not ("sent" or "resend" or "drop")) return CommandAnswer.Refused("unknown_apply");
        if (command.DryRun) return CommandAnswer.Applied(1);

        var message = tools.Queue.Find(lane.Name, inFlight.Seq)!;
        if (command.Apply == "resend") (lane.Row.InFlight, lane.Row.IsUnclear, lane.Row.NextAtMicros) = (null, false, 0);
        else changes.End(lane, inFlight.Seq, message, command.Apply == "sent" ? DeliveryStatus.Delivered : DeliveryStatus.Dropped, "operator", null, nowMicros);
        if (lane.Row.State == LaneState.Reconciling) changes.Change(lane, LaneState.Healthy, null, null, 0, nowMicros);
        tools.Book.Save(lane, nowMicros);
        return CommandAnswer.Applied(1);
    }

    private CommandAnswer Recheck(DispatchCommand command, Lane lane, long nowMicros)
    {
        if (lane.Row.State != LaneState.Quarantined) return CommandAnswer.Refused("not_quarantined");
        if (command.DryRun) return CommandAnswer.Applied(0);
        lane.Row.NextAtMicros = nowMicros;
        lane.DueMicros = 0;
        tools.Book.Save(lane, nowMicros);
        tools.Book.LookAt(lane, nowMicros);
        return CommandAnswer.Applied(0);
    }

    private void WakeAll()
    {
        foreach (var lane in tools.Book.Lanes)
        {
            if (!lane.Row.IsEmpty) tools.Book.MakeReady(lane);
        }
    }
}
