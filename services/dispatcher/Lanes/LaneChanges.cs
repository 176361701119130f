using Engage.Channels;
using Engage.Dispatcher.Domain;
using Engage.Dispatcher.Results;
using Engage.Rules.Definitions;

namespace Engage.Dispatcher.Lanes;

/// <summary>The changes that lanes and their messages go through, each with the results and events that tell of it, in one transaction.</summary>
internal sealed class LaneChanges(LaneTools tools)
{
    /// <summary>Ids remembered per lane, so that an earlier message is not taken for a later one of the same text.</summary>
    private const int KeptIds = 8;

    /// <summary>Ends the message at a place of the lane.</summary>
    /// <param name="outcome">What the provider said; null where it was not asked.</param>
    public void End(Lane lane, long place, QueuedMessage message, string status, string? reason, DeliveryOutcome? outcome, long nowMicros)
    {
        var row = lane.Row;
        Write(lane, place, message, status, reason, outcome, nowMicros);
        tools.Queue.Delete(lane.Name, place);
        row.Depth--;
        if (row.InFlight?.Seq == place) (row.InFlight, row.IsUnclear) = (null, false);
        if (place == row.Head) (row.Head, row.FrontAttempts, row.FrontUnrecognised, row.FrontFirstAttemptMicros, row.ReconcileTries) = (place + 1, 0, 0, 0, 0);
        if (status is DeliveryStatus.Delivered or DeliveryStatus.Accepted) Succeed(lane, message, outcome, nowMicros);
        if (row.ReleasesLeft is { } left && (row.ReleasesLeft = left - 1) <= 0 && !row.IsEmpty) Stop(lane, LaneState.Paused, "released_in_part", "The number of messages asked for has left. Release more, or all.", 0, nowMicros);
        if (row.IsEmpty) row.ReleasesLeft = null;
        if (row.IsEmpty && row.State is LaneState.Draining or LaneState.Held) Change(lane, LaneState.Healthy, null, null, 0, nowMicros);
        tools.Book.Save(lane, nowMicros);
    }

    /// <summary>Takes a message out that goes on elsewhere.</summary>
    public void Remove(Lane lane, long place)
    {
        tools.Queue.Delete(lane.Name, place);
        lane.Row.Depth--;
        if (place == lane.Row.Head) (lane.Row.Head, lane.Row.FrontAttempts, lane.Row.FrontUnrecognised, lane.Row.FrontFirstAttemptMicros) = (place + 1, 0, 0, 0);
    }

    /// <summary>Tells of a message that is not at its end; each status once in a row.</summary>
    public void Tell(Lane lane, long place, QueuedMessage message, string status, string? reason, DeliveryOutcome? outcome, long nowMicros)
    {
        if (message.ToldStatus == status && status != DeliveryStatus.RetryScheduled) return;
        Write(lane, place, message, status, reason, outcome, nowMicros);
        message.ToldStatus = status;
        tools.Queue.Put(lane.Name, place, message);
    }

    /// <summary>Puts the lane into a state; operators hear of those that last.</summary>
    /// <param name="nextAtMicros">0: at once; the end of time: not by itself.</param>
    public void Change(Lane lane, LaneState state, string? reason, string? hint, long nextAtMicros, long nowMicros)
    {
        var row = lane.Row;
        var isNews = row.State != state || (row.Reason != reason && state.IsStuck());
        var before = row.State;
        (row.State, row.Reason, row.Hint, row.NextAtMicros) = (state, reason, hint, nextAtMicros);
        if (!isNews) return;

        row.SinceMicros = nowMicros;
        row.Version++;
        if (Lasts(state) || Lasts(before)) tools.Events.Lane(lane, OldestAt(lane), nowMicros);
    }

    /// <summary>Stops the lane; what waits in it is told of as parked.</summary>
    public void Stop(Lane lane, LaneState state, string reason, string? hint, long nextAtMicros, long nowMicros)
    {
        Change(lane, state, reason, hint, nextAtMicros, nowMicros);
        TellParked(lane, reason, nowMicros);
        tools.Book.Save(lane, nowMicros);
    }

    /// <summary>Lets a stopped lane go on.</summary>
    /// <param name="countMax">Messages after which it stops again; null: all.</param>
    public void Release(Lane lane, long nowMicros, int? countMax = null)
    {
        var row = lane.Row;
        row.ReleasesLeft = countMax;
        (row.Failures, row.FirstFailureMicros, row.EndedUnrecognised, row.FrontUnrecognised) = (0, 0, false, 0);
        Change(lane, row.IsEmpty ? LaneState.Healthy : LaneState.Draining, null, null, 0, nowMicros);
        foreach (var (place, message) in Messages(lane, Math.Min(countMax ?? int.MaxValue, tools.Options.ParkedResults))) Tell(lane, place, message, DeliveryStatus.Released, null, null, nowMicros);
        tools.Book.Save(lane, nowMicros);
        tools.Book.Evict(lane, nowMicros);
    }

    /// <summary>Tells of everything behind the message in front that it waits.</summary>
    public void TellParked(Lane lane, string reason, long nowMicros)
    {
        foreach (var (place, message) in Messages(lane, tools.Options.ParkedResults))
        {
            if (message.ToldStatus != DeliveryStatus.Quarantined) Tell(lane, place, message, DeliveryStatus.Parked, reason, null, nowMicros);
        }
    }

    /// <summary>The first messages of the lane, in order.</summary>
    public IReadOnlyList<(long Place, QueuedMessage Message)> Messages(Lane lane, int countMax)
    {
        var found = new List<(long, QueuedMessage)>();
        if (countMax <= 0 || lane.Row.IsEmpty) return found;
        tools.Queue.Visit(lane.Name, lane.Row.Head, (place, message) =>
        {
            found.Add((place, message));
            return found.Count < countMax ? VisitNext.Continue : VisitNext.Stop;
        });
        return found;
    }

    /// <summary>When the message in front was routed; null for an empty lane.</summary>
    public long? OldestAt(Lane lane) => lane.Row.IsEmpty ? null : tools.Queue.Front(lane.Name, lane.Row.Head, out _)?.Work.RoutedAtMicros;

    private void Succeed(Lane lane, QueuedMessage message, DeliveryOutcome? outcome, long nowMicros)
    {
        var row = lane.Row;
        (row.Failures, row.FirstFailureMicros, row.EndedUnrecognised) = (0, 0, false);
        if (row.State is LaneState.BackingOff or LaneState.Throttled or LaneState.Reconciling or LaneState.Held) Change(lane, LaneState.Healthy, null, null, 0, nowMicros);
        if (outcome is Delivered { MessageId: var id } && lane.Parts.Channel is "slack" or "sms") Remember(row, id);

        if (lane.Parts.Player is not null && message.Work.Class is { } messageClass && tools.Definitions().Policy is { } policy)
            tools.Counters.Add(lane.Parts.Channel, message.Action.PlayerId, message.Action.RuleId, messageClass == "transactional" ? MessageClass.Transactional : MessageClass.Marketing, policy, nowMicros);
    }

    private static void Remember(LaneRow row, string id)
    {
        row.SentIds ??= [];
        row.SentIds.Add(id);
        if (row.SentIds.Count > KeptIds) row.SentIds.RemoveAt(0);
    }

    private void Write(Lane lane, long place, QueuedMessage message, string status, string? reason, DeliveryOutcome? outcome, long nowMicros)
    {
        var facts = new ResultFacts
        {
            Status = status,
            Reason = reason,
            Channel = lane.Parts.Channel,
            Recipient = lane.Parts.Player is null ? message.Work.Recipient : null,
            Lane = lane.Name,
            Provider = tools.Accounts.Find(lane.Parts.Channel, lane.Parts.Account, tools.Definitions())?.Channel.Provider,
            ProviderMessageId = (outcome as Delivered)?.MessageId,
            ProviderCode = outcome?.ProviderCode,
            Attempt = place == lane.Row.Head ? lane.Row.FrontAttempts : 0,
            SmsSegments = message.Work.SmsSegments,
            ConsentOverridden = message.Work.OverrideConsent,
            Shortfall = (outcome as Delivered)?.Shortfall,
            Traceparent = message.Work.Traceparent,
        };
        tools.Results.Write(message.Action, message.Work.DeliveryId, message.ResultSeq, facts, nowMicros);
        message.ResultSeq++;
    }

    /// <summary>Throttling and holding come and go with every message; operators are told of what lasts.</summary>
    private static bool Lasts(LaneState state) => state is not (LaneState.Healthy or LaneState.Throttled or LaneState.Held);
}
