using System.Diagnostics;
using Engage.Channels;
using Engage.Dispatcher.Domain;
using Engage.Dispatcher.Sending;

namespace Engage.Dispatcher.Lanes;

/// <summary>Takes in what calls brought, and carries out what follows for lane and message.</summary>
internal sealed class ApplyCompletions(LaneTools tools, LaneChanges changes, SendPoolOptions pool)
{
    private static readonly StopAccount Suspicion = new(
        FailureScope.Account,
        "suspect_account_change",
        "Many recipients are unknown all at once, as if the account belonged to another workspace. Put the right token in place, or confirm by resuming the account.");

    public void Apply(Completion completion, long nowMicros)
    {
        switch (completion)
        {
            case AttemptEnded attempt:
                if (InFlightLane(attempt.Lane, attempt.Seq, attempt.Attempt) is { } sent) Apply(sent, attempt, nowMicros);
                break;
            case RecordsRead read:
                if (InFlightLane(read.Lane, read.Seq, read.Attempt) is { } asked) Apply(asked, read, nowMicros);
                break;
            case RecipientProbed probed:
                Apply(probed, nowMicros);
                break;
            case AccountProbed probed:
                Apply(probed, nowMicros);
                break;
            default:
                throw new UnreachableException($"Nothing takes in {completion.GetType().Name}.");
        }
    }

    /// <summary>The lane if it is still in that attempt; a completion that comes after a takeover is none of its business.</summary>
    private Lane? InFlightLane(string name, long seq, int attempt)
    {
        var lane = tools.Book.Find(name);
        if (lane is null) return null;
        lane.IsCalling = false;
        return lane.Row.InFlight is { } inFlight && inFlight.Seq == seq && inFlight.Attempt == attempt ? lane : null;
    }

    private void Apply(Lane lane, AttemptEnded ended, long nowMicros)
    {
        lane.IsSlow = ended.Elapsed > pool.HandOffAfter;
        var outcome = ended.Report.Outcome;
        if (ended.Report.Pin is { } pin) (lane.Row.PinId, lane.Row.PinName) = (pin.Id, pin.Name);
        Hear(lane, outcome, nowMicros);
        var decision = AfterAttempt.Decide(outcome, Facts(lane, nowMicros), RetryPolicy.For(lane.Parts.Channel));
        CarryOut(lane, ended.Seq, decision, outcome, nowMicros);
    }

    private void Apply(Lane lane, RecordsRead read, long nowMicros)
    {
        lane.Row.ReconcileTries++;
        var decision = AfterAttempt.Decide(read.Found, lane.Row.ReconcileTries, Facts(lane, nowMicros), RetryPolicy.For(lane.Parts.Channel));
        DeliveryOutcome? outcome = read.Found is FoundSent found ? new Delivered(found.MessageId, Acceptance.Final) : null;
        CarryOut(lane, read.Seq, decision, outcome, nowMicros);
    }

    private void Apply(RecipientProbed probed, long nowMicros)
    {
        if (tools.Book.Find(probed.Lane) is not { } lane) return;
        lane.IsCalling = false;
        if (lane.Row.State != LaneState.Quarantined) return;
        if (probed.Verdict == ProbeVerdict.Healthy)
        {
            changes.Release(lane, nowMicros);
            return;
        }

        lane.Row.NextAtMicros = nowMicros + Micros(tools.Options.RecipientProbeInterval);
        tools.Book.Save(lane, nowMicros);
    }

    private void Apply(AccountProbed probed, long nowMicros)
    {
        if (tools.Circuits.NotClosed.FirstOrDefault(circuit => circuit.Scope == probed.Scope) is not { State: CircuitState.Open } circuit) return;
        circuit.IsProbing = false;
        var isSuspicion = circuit.Reason == Suspicion.Reason;
        if (probed.Verdict == ProbeVerdict.Broken || (isSuspicion && probed.Verdict == ProbeVerdict.Unknown))
        {
            tools.Circuits.Open(circuit.Scope, circuit.Reason!, circuit.Hint, nowMicros);
            return;
        }

        if (isSuspicion)
        {
            CloseTrusted(circuit.Scope, nowMicros); // A recipient reached before can still be reached: the account is the right one, the others are broken.
            return;
        }

        // A probe that cannot tell leaves one message as the only way to find out; its attempt is not counted if the account refuses.
        circuit.State = CircuitState.Trial;
        WakeAccount(circuit.Scope);
    }

    /// <summary>Closes a circuit on an operator's word, or on good evidence, and takes quarantines for what they are for a while.</summary>
    /// <returns>False if it was not open.</returns>
    public bool CloseTrusted(string scope, long nowMicros)
    {
        tools.Watch.Trust(scope, nowMicros);
        if (!tools.Circuits.Close(scope)) return false;
        tools.Events.Circuit(scope, "closed", null, null, nowMicros);
        WakeAccount(scope);
        return true;
    }

    /// <summary>What the outcome says about the account.</summary>
    private void Hear(Lane lane, DeliveryOutcome outcome, long nowMicros)
    {
        if (outcome is Misconfigured) return;
        var scope = Circuits.ScopeOf(lane.Parts);
        tools.Watch.Heard(scope, lane.Name, outcome, nowMicros);
        if (outcome is RetryAfter or Uncertain)
        {
            tools.Circuits.TrialOver(lane.Name);
            if (!tools.Circuits.IsStopped(scope) && tools.Watch.IsFailing(scope, nowMicros) && tools.Circuits.Open(scope, "provider_failing", "Most recipients fail at once. Nothing is lost; it is tried again by itself.", nowMicros) is { IsNew: true, Circuit: var opened })
                tools.Events.Circuit(scope, "open", opened.Reason, opened.Hint, nowMicros);
            return;
        }

        if (tools.Circuits.Answered(lane.Name) is not { } closed) return;
        tools.Events.Circuit(closed.Scope, "closed", null, null, nowMicros);
        WakeAccount(closed.Scope);
    }

    private void CarryOut(Lane lane, long place, LaneDecision decision, DeliveryOutcome? outcome, long nowMicros)
    {
        var message = tools.Queue.Find(lane.Name, place) ?? throw new UnreachableException($"{lane} has lost the message in flight.");
        var row = lane.Row;
        switch (decision)
        {
            case EndMessage end:
                changes.End(lane, place, message, end.Status, end.Reason, outcome, nowMicros);
                if (outcome is RetryAfter { Cause: RetryCause.Unrecognised }) row.EndedUnrecognised = true;
                break;
            case TryAgain again:
                (row.InFlight, row.IsUnclear, row.ReconcileTries) = (null, false, 0);
                if (again.CountsAsFailure) Fail(row, outcome, nowMicros);
                if (!row.State.IsStuck()) changes.Change(lane, again.State, again.Reason, null, again.AtMicros, nowMicros);
                if (again.State == LaneState.BackingOff) changes.Tell(lane, place, message, DeliveryStatus.RetryScheduled, again.Reason, outcome, nowMicros);
                break;
            case StopLane stop:
                (row.InFlight, row.IsUnclear) = (null, false);
                if (outcome is Rejected && IsSuspect(lane, nowMicros))
                {
                    StopAccount(lane, place, message, Suspicion, outcome, nowMicros);
                    break;
                }

                changes.Tell(lane, place, message, DeliveryStatus.Quarantined, stop.Reason, outcome, nowMicros);
                changes.Stop(lane, LaneState.Quarantined, stop.Reason, stop.Hint, nowMicros + Micros(tools.Options.RecipientProbeInterval), nowMicros);
                break;
            case AskRecords ask:
                row.IsUnclear = true;
                if (!row.State.IsStuck()) changes.Change(lane, LaneState.Reconciling, ask.Reason, null, ask.AtMicros, nowMicros);
                row.NextAtMicros = ask.AtMicros;
                changes.Tell(lane, place, message, DeliveryStatus.Ambiguous, ask.Reason, outcome, nowMicros);
                break;
            case StopAccount stop:
                StopAccount(lane, place, message, stop, outcome, nowMicros);
                break;
            default:
                throw new UnreachableException($"Nothing carries out {decision.GetType().Name}.");
        }

        tools.Book.Save(lane, nowMicros);
        if (message.Work.ExpiresAtMicros is { } expiry && row.InFlight is null && !row.IsEmpty) tools.Book.LookAt(lane, expiry);
        tools.Book.Evict(lane, nowMicros);
    }

    private void StopAccount(Lane lane, long place, QueuedMessage message, StopAccount stop, DeliveryOutcome? outcome, long nowMicros)
    {
        (lane.Row.InFlight, lane.Row.IsUnclear, lane.Row.FrontAttempts) = (null, false, Math.Max(0, lane.Row.FrontAttempts - 1)); // The account's fault is no attempt of the message's.
        var scope = stop.Scope == FailureScope.Country && tools.SentTo(lane, message) is { } number ? Circuits.CountryScope(lane.Parts, number) : Circuits.ScopeOf(lane.Parts);
        var (circuit, isNew) = tools.Circuits.Open(scope, stop.Reason, stop.Hint, nowMicros);
        if (isNew) tools.Events.Circuit(circuit.Scope, "open", circuit.Reason, circuit.Hint, nowMicros);
        changes.Tell(lane, place, message, DeliveryStatus.Parked, stop.Reason, outcome, nowMicros);
    }

    /// <summary>Whether so many recipients are refused at once that it must be the account; those refused just before are let go again.</summary>
    private bool IsSuspect(Lane lane, long nowMicros)
    {
        var scope = Circuits.ScopeOf(lane.Parts);
        if (tools.Circuits.NotClosed.Any(circuit => circuit.Scope == scope && circuit.Reason == Suspicion.Reason)) return true; // Left before the suspicion arose.
        if (!tools.Watch.IsMassRefusal(scope, lane.Name, nowMicros, out var refusedBefore)) return false;
        foreach (var name in refusedBefore)
        {
            if (tools.Book.Find(name) is { Row.State: LaneState.Quarantined } earlier) changes.Release(earlier, nowMicros);
        }

        return true;
    }

    private void WakeAccount(string scope)
    {
        foreach (var lane in tools.Book.Lanes)
        {
            if (scope.StartsWith(Circuits.ScopeOf(lane.Parts), StringComparison.Ordinal)) tools.Book.MakeReady(lane);
        }
    }

    private static void Fail(LaneRow row, DeliveryOutcome? outcome, long nowMicros)
    {
        row.Failures++;
        if (row.FirstFailureMicros == 0) row.FirstFailureMicros = nowMicros;
        if (outcome is RetryAfter { Cause: RetryCause.Unrecognised }) row.FrontUnrecognised++;
    }

    private AttemptFacts Facts(Lane lane, long nowMicros) => new(
        nowMicros,
        lane.Row.Failures,
        lane.Row.FirstFailureMicros,
        lane.Row.FrontUnrecognised,
        lane.Row.EndedUnrecognised,
        tools.Accounts.Find(lane.Parts.Channel, lane.Parts.Account, tools.Definitions())?.Channel.ReconcileDelay ?? TimeSpan.Zero,
        LaneTools.Chance());

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
