using System.Buffers;
using Engage.Avro.Binary;
using Engage.Contracts;
using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Streams;
using Engage.Topics;
using Engage.TriggerMatcher.Domain;

namespace Engage.TriggerMatcher;

/// <summary>Names, for each event, the rules that it meets, judged by the definitions that its stamp names. Allocates nothing per event once warm.</summary>
internal sealed class MatchTriggers(GlobalTable<DefinitionLog> definitions, Output<string, RuleFiring> firings) : IProcessor
{
    private readonly MatchEvent match = new();
    private readonly FiringWriter writer = new(firings);
    private readonly ArrayBufferWriter<byte> enrichedTranslated = new();
    private readonly ArrayBufferWriter<byte> eventTranslated = new();
    private DefinitionSet recent = DefinitionSet.Empty;
    private long recentOffset = -1;

    public ProcessResult Process(in InputRecord record)
    {
        var opened = Topics.Topics.EnrichedEvents.Wire.Open(record.Value, enrichedTranslated, out var payload, out var problem);
        if (opened != WireOutcome.Ready) return Refuse(opened, problem!);
        if (!EnrichedEventView.TryParse(payload, out var enriched, out var mistake, Topics.Topics.EnrichedEvents.Wire.Limits)) return ProcessResult.Poison(WireErrors.From(mistake));

        if (definitions.NextOffset <= enriched.DefinitionsOffset) return ProcessResult.WaitFor(definitions, enriched.DefinitionsOffset);

        var flags = (EnrichedFlags)enriched.Flags;
        if ((flags & EnrichedFlags.Erasure) != 0)
        {
            writer.WriteErasure(record);
            return ProcessResult.Done;
        }

        // Backfill tells state what was; rules never judge it (semantics 42).
        if ((flags & EnrichedFlags.Backfill) != 0) return ProcessResult.Done;

        opened = Topics.Topics.PlayerEvents.Wire.Open(enriched.Event, eventTranslated, out payload, out problem);
        if (opened != WireOutcome.Ready) return Refuse(opened, problem!);
        if (!PlayerEventView.TryParse(payload, out var view, out mistake)) return ProcessResult.Poison(WireErrors.From(mistake));

        if (view.Depth > MatchEvent.MaxDepth) return ProcessResult.Done;
        Match(enriched, view, flags);
        if (!match.Matched.IsEmpty || enriched.HasReversal) writer.Write(record, match.Matched);
        return ProcessResult.Done;
    }

    private void Match(EnrichedEventView enriched, PlayerEventView view, EnrichedFlags flags)
    {
        var inForce = At(enriched.DefinitionsOffset);
        if ((flags & EnrichedFlags.Scheduled) != 0)
        {
            match.Scheduled(inForce, view.Attributes.TryGet("rule_id"u8, out var ruleId) ? ruleId.Utf8 : default, enriched.ExtraConditionsHold);
            return;
        }

        var facts = new PlayerEventFacts(view, CurrencyOf(enriched.Currency));
        if (enriched.Reversal is not { HasValue: true, Value: var reversal })
        {
            match.Live(inForce, facts, enriched.Segments, enriched.JudgedAtMicros);
            return;
        }

        match.Reversal(
            definitions.Snapshot.At(reversal.DefinitionsOffset), new ReversedFacts(facts, reversal, CurrencyOf(reversal.Currency)), reversal.Segments, reversal.JudgedAtMicros,
            inForce, facts, enriched.Segments, enriched.JudgedAtMicros);
    }

    /// <summary>Neighbouring events nearly always have the same definitions.</summary>
    private DefinitionSet At(long offset)
    {
        if (offset != recentOffset) (recent, recentOffset) = (definitions.Snapshot.At(offset), offset);
        return recent;
    }

    private static CurrencyCode CurrencyOf(AvroOptional<ReadOnlySpan<byte>> text) =>
        text.HasValue && CurrencyCode.TryParse(text.Value, out var code) ? code : default;

    private static ProcessResult Refuse(WireOutcome outcome, Streams.DecodeError problem) =>
        outcome == WireOutcome.Unavailable ? ProcessResult.Unavailable(problem.Reason) : ProcessResult.Poison(problem);
}
