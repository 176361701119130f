using Engage.Channels;
using Engage.Contracts;
using Engage.Dispatcher.Domain;
using Engage.Dispatcher.Sending;
using Engage.Rules.Compilation;

namespace Engage.Dispatcher.Lanes;

/// <summary>
/// The lanes of one task at work. One message of a lane is in flight at a time; its attempt is committed before the provider is called, and its outcome with the result that tells of it.
/// </summary>
internal sealed class LaneEngine(LaneTools tools, LaneChanges changes, StartMessages start, ApplyCompletions apply, LaneCalls calls, System.Action requestCommit, Action<DispatchWork, long> forward)
{
    /// <summary>Lanes looked at in one turn, so that records get their share of it.</summary>
    private const int LanesPerTurn = 2_000;

    private readonly List<LaneCall> starting = [];
    private readonly List<Lane> toRecover = [];
    private DefinitionSet? seenDefinitions;

    /// <summary>Reads all lanes from the store, at the start and after a transaction whose end was not clean.</summary>
    public void Load()
    {
        toRecover.Clear();
        calls.Rewound();
        tools.Switches.Load();
        tools.Book.Load();
        StartWhatWasCommitted();
        foreach (var lane in tools.Book.Lanes)
        {
            if (calls.IsCalling(lane.Name)) lane.IsCalling = true;
            else toRecover.Add(lane);
        }
    }

    /// <summary>A transaction whose answer was lost may have been committed; then its attempts stand in the lanes' rows, and are ours to make.</summary>
    private void StartWhatWasCommitted()
    {
        foreach (var call in starting)
        {
            if (tools.Book.Find(call.Lane)?.Row.InFlight is { } inFlight && inFlight.Seq == call.Seq && inFlight.Attempt == call.Message.Attempt) calls.Start(call);
            else tools.Pool.Release(call.Pace);
        }

        starting.Clear();
    }

    /// <summary>Takes a routed message into its lane.</summary>
    public void Accept(DispatchWork work, long nowMicros)
    {
        var lane = tools.Book.Get(work.Lane);
        if (lane.Row.RemappedTo is { } successor && work.RemappedFrom is null)
        {
            forward(work with { Lane = successor, Recipient = LaneName.TryParse(successor, out var parts) ? parts.Recipient : work.Recipient, RemappedFrom = lane.Name }, nowMicros);
            return;
        }

        var message = new QueuedMessage(work, EngageTopics.Actions.Wire.Read(work.Action.Span)) { ResultSeq = work.ResultSeq };
        var row = lane.Row;
        if (row.IsEmpty) row.Head = row.Tail;
        var place = row.Tail++;
        row.Depth++;
        tools.Queue.Put(lane.Name, place, message);
        if (row.State.IsStuck()) changes.Tell(lane, place, message, DeliveryStatus.Parked, row.Reason, null, nowMicros);
        tools.Book.Save(lane, nowMicros);
        if (row.Depth == 1) tools.Book.LookAt(lane, work.ExpiresAtMicros ?? 0);
    }

    public void Tick(long nowMicros)
    {
        Recover(nowMicros);
        while (calls.TakeNext() is { } completion) apply.Apply(completion, nowMicros);
        WakeHeldAfterChange(nowMicros);
        for (var looked = 0; looked < LanesPerTurn && tools.Book.NextDue(nowMicros) is { } lane; looked++) Look(lane, nowMicros);
        ProbeAccounts(nowMicros);
        StartReady(nowMicros);
    }

    /// <summary>Everything written is committed: what was begun may leave now.</summary>
    public void Committed()
    {
        calls.Committed();
        foreach (var call in starting) calls.Start(call);
        starting.Clear();
    }

    /// <summary>Something of the player has changed: what a gate held is judged again.</summary>
    public void WakePlayer(string playerId, bool hasNewContact, long nowMicros)
    {
        foreach (var lane in tools.Book.OfPlayer(playerId))
        {
            if (lane.Row.State == LaneState.Held) Wake(lane, nowMicros);
            else if (lane.IsReady(nowMicros)) tools.Book.MakeReady(lane); // What waits for its account may be over by now.
            if (hasNewContact && lane.Row.State == LaneState.Quarantined) changes.Release(lane, nowMicros);
        }
    }

    /// <summary>Ends everything that waits for an erased player, but for what is in flight.</summary>
    public void DropPlayer(string playerId, long nowMicros)
    {
        foreach (var lane in tools.Book.OfPlayer(playerId))
        {
            foreach (var (place, message) in changes.Messages(lane, int.MaxValue))
            {
                if (lane.Row.InFlight?.Seq != place) changes.End(lane, place, message, DeliveryStatus.Dropped, "erased", null, nowMicros);
            }

            tools.Book.Evict(lane, nowMicros);
        }
    }

    /// <summary>Finds attempts whose calls ended with another process, and has their outcome asked for once nobody can be making them any more.</summary>
    private void Recover(long nowMicros)
    {
        foreach (var lane in toRecover)
        {
            if (lane.Row.InFlight is { } inFlight && !lane.Row.IsUnclear)
            {
                var isRepeatable = lane.Parts.Channel is "platform" or "webhook";
                var at = isRepeatable ? nowMicros : inFlight.SinceMicros + Micros(tools.Options.TakeoverWait);
                lane.Row.IsUnclear = true;
                if (!lane.Row.State.IsStuck()) changes.Change(lane, LaneState.Reconciling, "interrupted", null, at, nowMicros);
                lane.Row.NextAtMicros = at;
                tools.Book.Save(lane, nowMicros);
            }

            tools.Book.Schedule(lane, nowMicros);
            if (lane.Row is { InFlight: null, IsEmpty: false }) start.ExpireFront(lane, nowMicros);
        }

        toRecover.Clear();
    }

    private void Look(Lane lane, long nowMicros)
    {
        if (lane.IsCalling) return;
        if (lane.Row.InFlight is not null)
        {
            if (lane.Row.IsUnclear && lane.Row.NextAtMicros <= nowMicros) ReadRecords(lane, nowMicros);
            tools.Book.Schedule(lane, nowMicros);
            return;
        }

        start.ExpireFront(lane, nowMicros);
        if (lane.Row.State == LaneState.Quarantined && lane.Row.NextAtMicros <= nowMicros) ProbeRecipient(lane, nowMicros);
        tools.Book.Schedule(lane, nowMicros);
        tools.Book.Evict(lane, nowMicros);
    }

    private void ReadRecords(Lane lane, long nowMicros)
    {
        var inFlight = lane.Row.InFlight!;
        var account = tools.Accounts.Find(lane.Parts.Channel, lane.Parts.Account, tools.Definitions());
        if (account is null || !tools.Pool.TryReserve(LanePace.Slow, tools.Wake))
        {
            lane.Row.NextAtMicros = nowMicros + Micros(TimeSpan.FromSeconds(1));
            return;
        }

        var message = tools.Queue.Find(lane.Name, inFlight.Seq) ?? throw new System.Diagnostics.UnreachableException($"{lane} has lost the message in flight.");
        var outbound = StartMessages.Outbound(lane, message, tools.SentTo(lane, message) ?? message.Action.PlayerId);
        lane.IsCalling = true;
        calls.StartReading(
            lane.Name, inFlight.Seq, inFlight.Attempt,
            new ReconcileQuery(outbound, DateTimeOffset.UnixEpoch.AddMicroseconds(inFlight.SinceMicros), lane.Row.SentIds ?? []), account.Channel);
    }

    private void ProbeRecipient(Lane lane, long nowMicros)
    {
        lane.Row.NextAtMicros = nowMicros + Micros(tools.Options.RecipientProbeInterval);
        tools.Book.Save(lane, nowMicros);
        if (tools.Accounts.Find(lane.Parts.Channel, lane.Parts.Account, tools.Definitions()) is not { } account || !tools.Pool.TryReserve(LanePace.Slow, tools.Wake)) return;

        lane.IsCalling = true;
        var pin = lane.Row.PinId is { } id ? new RecipientPin(id, lane.Row.PinName ?? id) : null;
        calls.StartProbing(lane.Name, lane.Parts.Recipient, pin, account.Channel);
    }

    private void ProbeAccounts(long nowMicros)
    {
        foreach (var circuit in tools.Circuits.NotClosed.ToList())
        {
            if (circuit.State != CircuitState.Open || circuit.IsProbing || circuit.ProbeAtMicros > nowMicros) continue;
            if (circuit.Scope.Split('/') is not [var channel, var id, ..] || !tools.Pool.TryReserve(LanePace.Slow, tools.Wake)) continue;

            tools.Accounts.Forget(channel, id); // A new secret may be in place.
            if (tools.Accounts.Find(channel, id, tools.Definitions()) is not { } account)
            {
                tools.Pool.Release(LanePace.Slow);
                tools.Circuits.Open(circuit.Scope, circuit.Reason!, circuit.Hint, nowMicros);
                continue;
            }

            circuit.IsProbing = true;
            if (circuit.Reason == "suspect_account_change") calls.StartProbing(circuit.Scope, KnownRecipient(circuit.Scope), account.Channel);
            else calls.StartProbing(circuit.Scope, account.Channel);
        }
    }

    /// <summary>A recipient that was reached before, to tell a wrong account from many broken recipients; null if there is none.</summary>
    private (string Recipient, RecipientPin Pin)? KnownRecipient(string scope) =>
        tools.Watch.LastReached(scope) is { } name && tools.Book.Find(name) is { Row.PinId: { } id } lane
            ? (lane.Parts.Recipient, new RecipientPin(id, lane.Row.PinName ?? id))
            : null;

    private void StartReady(long nowMicros)
    {
        var turns = Math.Min(tools.Book.ReadyCount, LanesPerTurn);
        for (var turn = 0; turn < turns && tools.Book.TakeReady() is { } lane; turn++)
        {
            if (start.TryStart(lane, nowMicros, out var result) is { } call)
            {
                starting.Add(call);
                requestCommit();
            }

            if (result is StartResult.Again or StartResult.PoolFull) tools.Book.MakeReady(lane);
            if (result == StartResult.PoolFull) return;
            if (result == StartResult.Waits && !lane.IsReady(nowMicros)) tools.Book.Schedule(lane, nowMicros);
            tools.Book.Evict(lane, nowMicros);
        }
    }

    /// <summary>Other definitions may mean other quiet hours, budgets and accounts.</summary>
    private void WakeHeldAfterChange(long nowMicros)
    {
        var definitions = tools.Definitions();
        if (ReferenceEquals(definitions, seenDefinitions)) return;
        var isFirst = seenDefinitions is null;
        seenDefinitions = definitions;
        if (isFirst) return;

        foreach (var lane in tools.Book.Lanes)
        {
            if (lane.Row.State == LaneState.Held) Wake(lane, nowMicros);
        }

        foreach (var circuit in tools.Circuits.NotClosed) circuit.ProbeAtMicros = Math.Min(circuit.ProbeAtMicros, nowMicros);
    }

    private void Wake(Lane lane, long nowMicros)
    {
        lane.Row.NextAtMicros = 0;
        tools.Book.Save(lane, nowMicros);
    }

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
