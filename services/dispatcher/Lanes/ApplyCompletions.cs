using System.Diagnostics;
using Engage.Channels;
using Engage.Dispatcher.Domain;
using Engage.Dispatcher.Sending;

namespace Engage.Dispatcher.Lanes;

/// <summary>Takes in what calls brought, and carries out what follows for lane and message.</summary>
internal sealed class ApplyCompletions(LaneTools tools, LaneChanges changes, SendPoolOptions pool)
{
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
        if (probed.Verdict == ProbeVerdict.Broken)
        {
            tools.Circuits.Open(circuit.Scope, circuit.Reason!, circuit.Hint, nowMicros);
            return;
        }

        // A probe that cannot tell leaves one message as the only way to find out; its attempt is not counted if the account refuses.
        circuit.State = CircuitState.Trial;
        WakeAccount(circuit.Scope);
    }

    /// <summary>What the outcome says about the account.</summary>
    private void Hear(Lane lane, DeliveryOutcome outcome, long nowMicros)
    {
        if (outcome is Misconfigured) return;
        if (outcome is RetryAfter or Uncertain)
        {
            tools.Circuits.TrialOver(lane.Name);
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
                (row.InFlight, row.ReconcileTries) = (null, 0);
                if (again.CountsAsFailure) Fail(row, outcome, nowMicros);
                changes.Change(lane, again.State, again.Reason, null, again.AtMicros, nowMicros);
                if (again.State == LaneState.BackingOff) changes.Tell(lane, place, message, DeliveryStatus.RetryScheduled, again.Reason, outcome, nowMicros);
                break;
            case StopLane stop:
                row.InFlight = null;
                changes.Tell(lane, place, message, DeliveryStatus.Quarantined, stop.Reason, outcome, nowMicros);
                changes.Stop(lane, LaneState.Quarantined, stop.Reason, stop.Hint, nowMicros + Micros(tools.Options.RecipientProbeInterval), nowMicros);
                break;
            case AskRecords ask:
                changes.Change(lane, LaneState.Reconciling, ask.Reason, null, ask.AtMicros, nowMicros);
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
        (lane.Row.InFlight, lane.Row.FrontAttempts) = (null, Math.Max(0, lane.Row.FrontAttempts - 1)); // The account's fault is no attempt of the message's.
        var scope = stop.Scope == FailureScope.Country && tools.SentTo(lane, message) is { } number ? Circuits.CountryScope(lane.Parts, number) : Circuits.ScopeOf(lane.Parts);
        var (circuit, isNew) = tools.Circuits.Open(scope, stop.Reason, stop.Hint, nowMicros);
        if (isNew) tools.Events.Circuit(circuit.Scope, "open", circuit.Reason, circuit.Hint, nowMicros);
        changes.Tell(lane, place, message, DeliveryStatus.Parked, stop.Reason, outcome, nowMicros);
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
