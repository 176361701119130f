using Engage.Accumulator;
using Engage.Contracts;
using Engage.SegmentMaterializer;
using Engage.Streams.Kafka.Tools;
using Engage.Streams.Testing;
using Engage.Topics;
using Engage.TriggerMatcher;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Cli.Tests.Offline;

/// <summary>The deciding workers as they run in production (loops, transactions, changelogs) over an in-memory cluster; tag effects come back before the next record, as from an idle dispatcher.</summary>
internal sealed class LiveRun : IDisposable
{
    private const string Secret = "a secret of the tests";

    private readonly TopologyTestDriver materializer;
    private readonly TopologyTestDriver matcher;
    private readonly TopologyTestDriver accumulator;
    private readonly List<EnrichedEvent> enriched = [];

    private LiveRun(DateTimeOffset start)
    {
        materializer = TopologyTestDriver.For(SegmentMaterializerTopology.Build(new SegmentMaterializerOptions { DigestSecret = Secret }), start);
        matcher = TopologyTestDriver.For(TriggerMatcherTopology.Build(new TriggerMatcherOptions()), start);
        accumulator = TopologyTestDriver.For(AccumulatorTopology.Build(new AccumulatorOptions { DigestSecret = Secret }), start);
    }

    /// <summary>What the workers decide over a log.</summary>
    public static IReadOnlyList<Execution> Of(PlayerLog log) => Run(log).Executions;

    /// <summary>What the materializer passes on of a log.</summary>
    public static IReadOnlyList<EnrichedEvent> EnrichedOf(PlayerLog log) => Run(log).Enriched;

    private static (IReadOnlyList<Execution> Executions, IReadOnlyList<EnrichedEvent> Enriched) Run(PlayerLog log)
    {
        using var run = new LiveRun(DateTimeOffset.FromUnixTimeMilliseconds(log.Records[0].TimestampMs));
        var executions = new List<Execution>();
        var known = 0;
        foreach (var record in log.Records)
        {
            // Definitions arrive in their own time; those that a marker names must be there.
            for (; known < log.DefinitionRecords.Count && log.DefinitionRecords[known].TimestampMs <= record.TimestampMs; known++) run.Define(log.DefinitionRecords[known]);
            executions.AddRange(run.Take(record));
        }

        return (executions, run.enriched);
    }

    public void Dispose()
    {
        materializer.Dispose();
        matcher.Dispose();
        accumulator.Dispose();
    }

    private void Define(TopicRecord record)
    {
        foreach (var driver in new[] { materializer, matcher, accumulator }) driver.PipeRaw(EngageTopics.Definitions, record.Key, record.Value);
    }

    private List<Execution> Take(TopicRecord record)
    {
        materializer.Advance(DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs) - materializer.Time.GetUtcNow());
        materializer.PipeRaw(EngageTopics.PlayerEvents, record.Key, record.Value);
        var executions = Decide();
        while (accumulator.Read(EngageTopics.Actions).Select(action => ControlEvents.TagEffect(action.Value!)).Where(effect => effect is not null).ToList() is { Count: > 0 } effects)
        {
            foreach (var effect in effects)
            {
                materializer.Pipe(EngageTopics.PlayerEvents, effect!.PlayerId, effect);
                executions.AddRange(Decide());
            }
        }

        return executions;
    }

    private List<Execution> Decide()
    {
        foreach (var passed in materializer.Read(EngageTopics.EnrichedEvents))
        {
            enriched.Add(passed.Value!);
            matcher.Pipe(EngageTopics.EnrichedEvents, passed.Key, passed.Value!);
        }

        foreach (var firing in matcher.Read(EngageTopics.RuleFirings)) accumulator.Pipe(EngageTopics.RuleFirings, firing.Key, firing.Value!);
        return [.. accumulator.Read(EngageTopics.Executions).Select(execution => execution.Value!)];
    }
}
