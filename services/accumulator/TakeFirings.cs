using System.Buffers;
using Engage.Accumulator.Domain;
using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;
using Engage.Streams;
using Engage.Topics;

namespace Engage.Accumulator;

/// <summary>Takes each firing once, in the order of the log, and turns it into executions and actions or into progress.</summary>
internal sealed class TakeFirings : IProcessor
{
    private readonly GlobalTable<DefinitionLog> definitions;
    private readonly TakenPositions positions;
    private readonly PlayerProgress player;
    private readonly DecideRules decide;
    private readonly DecisionWriter writer;
    private readonly ArrayBufferWriter<byte> firingTranslated = new();
    private readonly ArrayBufferWriter<byte> enrichedTranslated = new();
    private readonly ArrayBufferWriter<byte> eventTranslated = new();
    private DefinitionSet recent = DefinitionSet.Empty;
    private long recentOffset = -1;

    public TakeFirings(ITaskContext task, GlobalTable<DefinitionLog> definitions, AccumulatorOptions options, IWatchDecisions? watch = null)
    {
        this.definitions = definitions;
        positions = new TakenPositions(task.OpenBytes(Stores.Partition));
        player = new PlayerProgress(task.OpenBytes(Stores.Players), task.OpenBytes(Stores.Buckets), new LifetimeBits(task.OpenBytes(Stores.Erased), options.Digests()));
        decide = new DecideRules(new Quarantine(task.OpenBytes(Stores.Quarantine)), (long)options.DedupeHorizon.TotalMicroseconds, watch);
        writer = new DecisionWriter(task.Output(Topics.Topics.Executions), task.Output(Topics.Topics.Actions));
    }

    public ProcessResult Process(in InputRecord record)
    {
        var opened = Topics.Topics.RuleFirings.Wire.Open(record.Value, firingTranslated, out var payload, out var problem);
        if (opened != WireOutcome.Ready) return Refuse(opened, problem!);
        if (!RuleFiringView.TryParse(payload, out var rules, out var mistake, Topics.Topics.RuleFirings.Wire.Limits)) return ProcessResult.Poison(WireErrors.From(mistake));

        opened = Topics.Topics.EnrichedEvents.Wire.Open(rules.Enriched, enrichedTranslated, out payload, out problem);
        if (opened != WireOutcome.Ready) return Refuse(opened, problem!);
        if (!EnrichedEventView.TryParse(payload, out var enriched, out mistake, Topics.Topics.EnrichedEvents.Wire.Limits)) return ProcessResult.Poison(WireErrors.From(mistake));

        if (positions.Contains(enriched.Position, enriched.Index))
        {
            AccumulatorMetrics.AlreadyTaken.Add(1);
            return ProcessResult.Done;
        }

        if (definitions.NextOffset <= enriched.DefinitionsOffset) return ProcessResult.WaitFor(definitions, enriched.DefinitionsOffset);

        if (((EnrichedFlags)enriched.Flags & EnrichedFlags.Erasure) != 0)
        {
            player.Load(record.Key);
            player.Erase();
            positions.Take(enriched.Position, enriched.Index);
            return ProcessResult.Done;
        }

        opened = Topics.Topics.PlayerEvents.Wire.Open(enriched.Event, eventTranslated, out payload, out problem);
        if (opened != WireOutcome.Ready) return Refuse(opened, problem!);
        if (!PlayerEventView.TryParse(payload, out var happened, out mistake)) return ProcessResult.Poison(WireErrors.From(mistake));

        Take(record, rules, enriched, happened);
        positions.Take(enriched.Position, enriched.Index);
        return ProcessResult.Done;
    }

    private void Take(in InputRecord record, RuleFiringView rules, EnrichedEventView enriched, PlayerEventView happened)
    {
        var firing = new Firing
        {
            Player = record.Key,
            Enriched = enriched,
            Event = happened,
            Currency = enriched.Currency is { HasValue: true } text && CurrencyCode.TryParse(text.Value, out var code) ? code : default,
            Flags = (EnrichedFlags)enriched.Flags,
        };
        player.Load(record.Key);
        if (decide.Decide(firing, rules, At(enriched.DefinitionsOffset), player) is { } origin)
        {
            foreach (var decided in decide.Executions) writer.Write(firing, origin, decided, record.Headers);
        }

        player.Save();
    }

    /// <summary>Neighbouring events nearly always have the same definitions.</summary>
    private DefinitionSet At(long offset)
    {
        if (offset != recentOffset) (recent, recentOffset) = (definitions.Snapshot.At(offset), offset);
        return recent;
    }

    private static ProcessResult Refuse(WireOutcome outcome, Streams.DecodeError problem) =>
        outcome == WireOutcome.Unavailable ? ProcessResult.Unavailable(problem.Reason) : ProcessResult.Poison(problem);
}
