using System.Buffers;
using System.Text;
using Engage.Avro.Binary;
using Engage.Cli.Offline;
using Engage.Cli.Output;
using Engage.Contracts;
using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;
using Engage.TriggerMatcher.Domain;
using CurrencyCode = Engage.Rules.Accumulation.CurrencyCode;

namespace Engage.Cli.Explain;

/// <summary>
/// Answers, for one rule and one player, why it did or did not execute for each retained event: the workers' own code runs over the retained log, and what they recorded at the time
/// is held against it.
/// </summary>
/// <param name="log">Control records and the player's own.</param>
/// <param name="definitions">All of them.</param>
internal sealed class ExplainRule(RetainedLog log, DefinitionLog definitions, RecordedFacts recorded, string ruleId)
{
    private const int BackfillFlag = 4;
    private const int ErasureFlag = 16;
    private const int ScheduledFlag = 32;

    private readonly EventWatch watch = new(ruleId);
    private readonly ArrayBufferWriter<byte> enrichedTranslated = new();
    private readonly ArrayBufferWriter<byte> eventTranslated = new();

    /// <summary>One answer per event of the player, in order of the log; a derived event follows its cause.</summary>
    public IReadOnlyList<EventExplanation> Run()
    {
        using var pipeline = new OfflinePipeline(log.Partition, log.PartitionCount, watch);
        pipeline.Define(log.Definitions);
        if (log.InForceBefore() is >= 0 and var before && log.Records.FirstOrDefault() is { } first) pipeline.PutInForce(log.StartOffset - 1, first.TimestampMs * 1000, before);

        var answers = new List<EventExplanation>();
        foreach (var record in log.Records)
        {
            watch.Clear();
            var passed = pipeline.Take(record.Offset, record.TimestampMs * 1000, record.Key, record.Value, recorded.Enriched);
            if (record.Key is not { Length: > 0 }) continue;
            if (passed.Events.Count == 0) answers.AddRange(Dropped(record, passed.Rejected));
            foreach (var happened in passed.Events) answers.Add(Explain(record, happened));
        }

        return answers;
    }

    /// <summary>An event that went no further than the materializer.</summary>
    private IEnumerable<EventExplanation> Dropped(TopicRecord record, (string Code, string Reason)? rejected)
    {
        if (Decode(record) is not { } happened) yield break; // Undecodable: it names no event that could be asked about.

        var gate = rejected is { } letter ? ExplainedGate.Refused("valid", letter.Code, letter.Reason)
            : watch.IsRepeat ? ExplainedGate.Refused("dedupe", "repeat", "an accepted event with the same source, id and type came before it")
            : watch.IsUnmatchedReversal ? ExplainedGate.Refused("reversal", DecisionReasons.CodeOf(DecisionReason.ReversalUnmatched), $"there is no open original {happened.Reverses} of the same source and type{Hedge}")
            : ExplainedGate.Refused("player", "erased", "the player was erased before this record");
        var name = new EventName(happened.Source, happened.EventId, happened.Type);
        yield return new EventExplanation(name, Times.Of(happened.OccurredAtMicros), record.Offset, EventExplanation.NotExecuted, gate.Reason!, gate.Detail, [gate], null);
    }

    private EventExplanation Explain(TopicRecord record, PassedEvent passed)
    {
        var enriched = ViewOf(passed.Enriched);
        var happened = EventOf(enriched);
        var name = new EventName(Encoding.UTF8.GetString(happened.Source), Encoding.UTF8.GetString(happened.EventId), Encoding.UTF8.GetString(happened.Type));
        var gates = new List<ExplainedGate> { ExplainedGate.Passed("received", $"player-events[{log.Partition}]@{record.Offset}, {Times.Text(enriched.IngestedAtMicros)}{Lateness(enriched)}") };
        var isAboutTheRule = true;
        if ((enriched.Flags & ErasureFlag) != 0) gates.Add(ExplainedGate.Refused("player", "erasure", "the event erases the player and meets no rule"));
        else if ((enriched.Flags & ScheduledFlag) != 0) isAboutTheRule = AddRunGates(enriched, happened, gates);
        else isAboutTheRule = AddMatchGates(enriched, happened, gates);

        var outcome = passed.Outcomes.FirstOrDefault(candidate => candidate.Rule.Id == ruleId);
        if (outcome is not null) gates.AddRange(DecisionGates.Of(outcome, CurrencyFor(enriched)));
        return Conclude(name, Times.Of(happened.OccurredAtMicros), record.Offset, gates, outcome, ExecutionOf(name, enriched)) with { IsAboutTheRule = isAboutTheRule };
    }

    /// <returns>Whether the rule looks at events of this type.</returns>
    private bool AddMatchGates(EnrichedEventView enriched, PlayerEventView happened, List<ExplainedGate> gates)
    {
        var facts = new PlayerEventFacts(happened, CurrencyFor(enriched, ofOriginal: false));
        var arrival = (enriched.Flags & BackfillFlag) != 0 ? BackfillMark.Backfilled : BackfillMark.Live;
        var inForce = definitions.At(enriched.DefinitionsOffset);
        var firesOnReversals = inForce.FindRule(ruleId)?.Rule.Trigger?.Reversals == TriggerReversals.Only;
        IReadOnlyList<MatchGate> asTrigger, asQualification;
        if (enriched.Reversal is { HasValue: true, Value: var original } && !firesOnReversals)
        {
            gates.Add(ExplainedGate.Passed("reversal", $"takes back {Encoding.UTF8.GetString(happened.Reverses.Value)}, and is judged on that event's own context of {Times.Text(original.JudgedAtMicros)}"));
            var reversed = new ReversedFacts(facts, original, CurrencyFor(enriched));
            var then = definitions.At(original.DefinitionsOffset);
            asTrigger = MatchGates.Of(then, ruleId, reversed, original.Segments, original.JudgedAtMicros, happened.Depth, arrival, FiringRoles.Trigger);
            asQualification = MatchGates.Of(then, ruleId, reversed, original.Segments, original.JudgedAtMicros, happened.Depth, arrival, FiringRoles.Qualification);
        }
        else
        {
            var fires = enriched.HasReversal ? TriggerReversals.Only : TriggerReversals.LowerProgress;
            asTrigger = MatchGates.Of(inForce, ruleId, facts, enriched.Segments, enriched.JudgedAtMicros, happened.Depth, arrival, FiringRoles.Trigger, fires);
            asQualification = MatchGates.Of(inForce, ruleId, facts, enriched.Segments, enriched.JudgedAtMicros, happened.Depth, arrival, FiringRoles.Qualification);
        }

        var qualifies = asQualification.Any(gate => gate is { Name: "type", Holds: true });
        var triggers = asTrigger.Any(gate => gate is { Name: "type", Holds: true });
        // An event that can only qualify is told about as such; one that can do both is, first of all, a trigger.
        gates.AddRange((qualifies && !triggers ? asQualification : asTrigger).Select(Told));
        if (qualifies && triggers && asQualification.FirstOrDefault(gate => !gate.Holds) is { } unqualified) gates.Add(new ExplainedGate("qualifies", ExplainedGate.No, null, $"as a qualification it fails: {unqualified.Name}: {unqualified.Detail}"));
        return qualifies || triggers || asTrigger.Any(gate => !gate.Holds && gate.Reason is DecisionReason.NotInForce or DecisionReason.NotLive);
    }

    private bool AddRunGates(EnrichedEventView enriched, PlayerEventView happened, List<ExplainedGate> gates)
    {
        var ofRule = happened.Attributes.TryGet("rule_id"u8, out var id) ? Encoding.UTF8.GetString(id.Utf8) : "";
        if (ofRule != ruleId)
        {
            gates.Add(ExplainedGate.Refused("run", "other_rule", $"a run of {ofRule} reached the player"));
            return false;
        }

        gates.Add(ExplainedGate.Passed("run", Encoding.UTF8.GetString(happened.EventId)));
        var inForce = definitions.At(enriched.DefinitionsOffset);
        if (inForce.FindLive(ruleId) is not { } live)
        {
            var status = inForce.FindRule(ruleId) is { } known ? DefinitionNames.TextOf(known.Version.Status) : "not in force";
            gates.Add(ExplainedGate.Refused("status", DecisionReasons.CodeOf(DecisionReason.NotLive), status));
            return true;
        }

        gates.Add(ExplainedGate.Passed("definitions", $"version {live.Compiled.Plan.Version} was in force"));
        if (live.Compiled.Rule.Recheck)
        {
            gates.Add(enriched.ExtraConditionsHold
                ? ExplainedGate.Passed("recheck", "segment and extra conditions still hold")
                : ExplainedGate.Refused("recheck", DecisionReasons.CodeOf(DecisionReason.RecheckFailed), watch.Segment?.Culprit?.ToString() ?? "the extra conditions no longer hold"));
        }

        return true;
    }

    private ExplainedGate Told(MatchGate gate)
    {
        var detail = gate.Name == "segment" && !gate.Holds && watch.Segment?.Culprit is { } culprit ? $"{gate.Detail}: {culprit}{Hedge}" : gate.Detail;
        return gate.Holds ? ExplainedGate.Passed(gate.Name, detail) : ExplainedGate.Refused(gate.Name, DecisionReasons.CodeOf(gate.Reason), detail);
    }

    /// <summary>Holds the offline answer against what was recorded: the record is what happened; where the two differ, the log no longer tells why.</summary>
    private EventExplanation Conclude(EventName name, DateTimeOffset occurredAt, long offset, List<ExplainedGate> gates, RuleOutcome? outcome, Execution? execution)
    {
        var refused = gates.Find(gate => gate.Verdict == ExplainedGate.No && gate.Name != "qualifies");
        var executes = outcome?.Decision is { Executes: true };
        if (execution is not null)
        {
            if (!executes) gates.Add(new ExplainedGate("log", ExplainedGate.Unknown, "state_gone", $"from the retained log alone it would not have executed ({refused?.Reason ?? "no reason"}): {StateGone}"));
            gates.Add(ExplainedGate.Passed("execution", $"{execution.Times} times, version {execution.RuleVersion}, {execution.ExecutionId}"));
            gates.AddRange(ActionGates(execution));
            return new EventExplanation(name, occurredAt, offset, EventExplanation.Executed, "executed", $"{execution.Times} times", gates, execution);
        }

        if (!executes)
        {
            var isCertain = log.IsComplete || outcome is null;
            if (!isCertain) gates.Add(new ExplainedGate("log", ExplainedGate.Unknown, "state_gone", StateGone));
            return new EventExplanation(name, occurredAt, offset, EventExplanation.NotExecuted, refused?.Reason ?? "not_matched", refused?.Detail ?? "", gates, null);
        }

        var text = log.IsComplete
            ? $"the log gives {outcome!.Decision!.Value.Times} executions and none is recorded: has the accumulator come to it ('engage status')?"
            : $"from the retained log alone it would execute {outcome!.Decision!.Value.Times} times, and no execution is recorded: {StateGone}";
        gates.Add(new ExplainedGate("execution", ExplainedGate.Unknown, log.IsComplete ? "not_recorded" : "state_gone", text));
        return new EventExplanation(name, occurredAt, offset, EventExplanation.Unknown, log.IsComplete ? "not_recorded" : "state_gone", text, gates, null);
    }

    /// <summary>What is recorded under the name of history that was loaded is its live twin's, which may have arrived in the same millisecond.</summary>
    private Execution? ExecutionOf(EventName name, EnrichedEventView enriched) =>
        (enriched.Flags & BackfillFlag) != 0 ? null : recorded.ExecutionOf(name, enriched.IngestedAtMicros);

    private IEnumerable<ExplainedGate> ActionGates(Execution execution)
    {
        for (var i = 0; i < execution.ActionIds.Count; i++)
        {
            yield return recorded.ResultOf(execution.ActionIds[i]) is { } result
                ? new ExplainedGate($"action {i + 1}", result.Status, result.Reason, $"{result.ActionType}{(result.Recipient is null ? "" : $" to {result.Recipient}")}{(result.Final ? "" : ", not final")}")
                : new ExplainedGate($"action {i + 1}", "pending", null, "no result is recorded yet");
        }
    }

    private string StateGone => $"what was remembered before {(log.Begins is { } begins ? Times.Text(begins) : "now")} (progress, qualification, once in a lifetime, chains) is no longer in the log";

    /// <summary>Said where a value was computed from a log that does not go back to its beginning.</summary>
    private string Hedge => log.IsComplete ? "" : $" (as far as the log since {(log.Begins is { } begins ? Times.Text(begins) : "now")} tells)";

    private static string Lateness(EnrichedEventView enriched) =>
        (enriched.Flags & 1) != 0 ? "; late: judged 72 h behind the player's clock" : (enriched.Flags & 2) != 0 ? "; clamped: it claimed to be in the future" : "";

    private static CurrencyCode CurrencyFor(EnrichedEventView enriched, bool ofOriginal = true)
    {
        var text = ofOriginal && enriched.Reversal is { HasValue: true, Value: var original } ? original.Currency : enriched.Currency;
        return text.HasValue && CurrencyCode.TryParse(text.Value, out var code) ? code : default;
    }

    private EnrichedEventView ViewOf(byte[] value)
    {
        var opened = Topics.Topics.EnrichedEvents.Wire.Open(value, enrichedTranslated, out var payload, out var problem);
        if (opened != WireOutcome.Ready) throw new CommandException($"A record of enriched-events cannot be read: {problem!.Reason}.");
        return EnrichedEventView.TryParse(payload, out var view, out var mistake, Topics.Topics.EnrichedEvents.Wire.Limits) ? view : throw new CommandException($"A record of enriched-events cannot be read: {mistake}.");
    }

    private PlayerEventView EventOf(EnrichedEventView enriched)
    {
        var opened = Topics.Topics.PlayerEvents.Wire.Open(enriched.Event, eventTranslated, out var payload, out var problem);
        if (opened != WireOutcome.Ready) throw new CommandException($"A record of player-events cannot be read: {problem!.Reason}.");
        return PlayerEventView.TryParse(payload, out var view, out var mistake) ? view : throw new CommandException($"A record of player-events cannot be read: {mistake}.");
    }

    private static PlayerEvent? Decode(TopicRecord record)
    {
        try
        {
            return record.Value is null ? null : Topics.Topics.PlayerEvents.Wire.Read(record.Value);
        }
        catch (Streams.DecodeException)
        {
            return null;
        }
    }
}
