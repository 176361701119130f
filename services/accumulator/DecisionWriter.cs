using System.Text;
using Engage.Accumulator.Domain;
using Engage.Contracts;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Gates;
using Engage.Rules.Identity;
using Engage.Streams;

namespace Engage.Accumulator;

/// <summary>Writes executions and their actions: what was decided is told in the transaction that remembers it (semantics 44).</summary>
internal sealed class DecisionWriter(Output<string, Execution> executions, Output<string, Contracts.Action> actions)
{
    private readonly HeaderBuffer trace = new();

    public void Write(in Firing firing, EventOrigin origin, RuleExecution decided, in HeaderView headers)
    {
        var executionId = origin.ExecutionId(decided.Rule.IdUtf8.AsSpan(), firing);
        var rule = decided.Rule.Rule;
        var actionIds = new string[rule.Actions.Length];
        for (var i = 0; i < actionIds.Length; i++) actionIds[i] = DecisionIds.Action(executionId, i).ToString();

        var execution = ExecutionOf(firing, origin, decided, executionId.ToString(), actionIds);
        var kept = TraceOf(headers);
        executions.Send(execution.PlayerId, execution, kept);
        for (var i = 0; i < actionIds.Length; i++) actions.Send(execution.PlayerId, ActionOf(firing, execution, rule.Actions[i], i, actionIds[i]), kept);

        AccumulatorMetrics.Executions.Add(1);
        AccumulatorMetrics.Actions.Add(actionIds.Length);
        if (decided.Decision.Capped) AccumulatorMetrics.Capped.Add(1);
    }

    private static Execution ExecutionOf(in Firing firing, EventOrigin origin, RuleExecution decided, string executionId, string[] actionIds)
    {
        var (rule, decision) = (decided.Rule, decided.Decision);
        var isClamped = (firing.Flags & EnrichedFlags.Clamped) != 0;
        var held = decision.CountedUnder;
        return new Execution
        {
            ExecutionId = executionId,
            PlayerId = Encoding.UTF8.GetString(firing.Player),
            RuleId = rule.Id,
            RuleVersion = rule.Plan.Version,
            SegmentId = rule.Rule.SegmentId == DefinitionNames.Everyone ? null : rule.Rule.SegmentId,
            EventSource = firing.IsScheduled ? null : origin.Source,
            EventId = firing.IsScheduled ? null : origin.EventId,
            EventType = firing.IsScheduled ? null : origin.Type,
            RunId = firing.IsScheduled ? origin.EventId : null,
            OccurredAtMicros = firing.IsScheduled ? DueOf(firing) : isClamped ? firing.Enriched.JudgedAtMicros : firing.Event.OccurredAtMicros,
            DecidedAtMicros = firing.Enriched.IngestedAtMicros,
            Times = decision.Times,
            Amount = decided.Amount,
            Currency = decided.Amount is null || firing.Currency.IsNone ? null : firing.Currency.ToString(),
            Remainder = decision.Remainder,
            Discarded = decision.Discarded,
            QualificationDateMicros = held.IsHeld ? held.SinceMicros : null,
            QualificationValidityMicros = held.IsHeld && held.UntilMicros != Rules.Qualification.HeldQualification.NeverRunsOut ? held.UntilMicros : null,
            Flags = FlagsOf(firing.Flags, decision.Capped),
            ReportedAtMicros = isClamped ? firing.Event.OccurredAtMicros : null,
            RootId = origin.RootId,
            Depth = firing.Event.Depth,
            ActionIds = actionIds,
        };
    }

    private static Contracts.Action ActionOf(in Firing firing, Execution execution, RuleAction action, int index, string actionId) => new()
    {
        ActionId = actionId,
        ExecutionId = execution.ExecutionId,
        PlayerId = execution.PlayerId,
        RuleId = execution.RuleId,
        RuleVersion = execution.RuleVersion,
        DefinitionsOffset = firing.Enriched.DefinitionsOffset,
        EventSource = execution.EventSource,
        EventId = execution.EventId,
        EventType = execution.EventType,
        RunId = execution.RunId,
        Amount = execution.Amount,
        Currency = execution.Currency,
        ActionIndex = index,
        ActionType = action.Type,
        Times = ActionMultiplicity.TimesOf(action, execution.Times),
        Points = ActionMultiplicity.PointsOf(action, execution.Times),
        Payload = ActionPayload.Of(action),
        ProfileVersion = firing.Enriched.ProfileVersion,
        TooOld = ActionAge.IsTooOld(action, firing.Event.OccurredAtMicros, firing.Enriched.IngestedAtMicros),
        ExpiresAtMicros = ActionAge.ExpiresAt(action, execution.DecidedAtMicros),
        OccurredAtMicros = execution.OccurredAtMicros,
        DecidedAtMicros = execution.DecidedAtMicros,
        RootId = execution.RootId,
        Depth = execution.Depth,
        Position = firing.Enriched.Position,
        Event = action is MessageAction or Webhook ? firing.Enriched.Event.ToArray() : default(ReadOnlyMemory<byte>?),
    };

    private static string[] FlagsOf(EnrichedFlags flags, bool isCapped)
    {
        var texts = new List<string>(3);
        if ((flags & EnrichedFlags.Late) != 0) texts.Add("late");
        if ((flags & EnrichedFlags.Clamped) != 0) texts.Add("clamped");
        if (isCapped) texts.Add("capped");
        return [.. texts];
    }

    /// <summary>A scheduled execution shows its run's due time, not the instant at which the pace let this player through.</summary>
    private static long DueOf(in Firing firing) => firing.Event.Attributes.TryGet("due"u8, out var due) ? due.Long : firing.Event.OccurredAtMicros;

    private HeaderBuffer? TraceOf(in HeaderView headers)
    {
        if (headers.IsEmpty || !headers.TryGet("traceparent"u8, out var parent)) return null;
        return trace.Clear().Add("traceparent"u8, parent);
    }
}
