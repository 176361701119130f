using System.Security.Cryptography;
using Engage.Cli.Simulate;
using Engage.Contracts;
using Engage.Properties.Tests.Model;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Properties.Tests.Generated;

/// <summary>Semantics 46: a draft run over the retained log decides what the live run decided.</summary>
public sealed class Simulated
{
    private const int EventsPerLife = 20;
    private const Feature Features = Feature.Everything & ~(Feature.Edits | Feature.Periods);

    [Fact]
    public void Rule_46_a_draft_over_the_retained_log_decides_what_the_live_run_decided_and_writes_nothing()
    {
        var (executions, effects) = (0, 0);
        Cases.Hold("simulations", seed =>
        {
            using var life = new Life(seed, Features) { IsPrompt = true };
            life.Live(EventsPerLife);
            var live = life.Pipeline.Executions.Select(execution => EngageTopics.Executions.Wire.Read(execution.Value)).ToList();
            Interlocked.Add(ref executions, live.Count);
            Interlocked.Add(ref effects, life.Told.Count(told => told.Source == "engage"));

            var (retained, before) = (Retained.LogOf(life.Pipeline), DigestOf(life.Pipeline));
            using var simulated = new SimulatePartition(retained, DraftOf(life), OwnActions(life.Pipeline), long.MinValue, long.MaxValue);
            var decided = simulated.Run();

            if (DigestOf(life.Pipeline) != before) return "the simulation changed the log or the history";
            return Cases.Difference([.. live.Select(Told)], [.. decided.Select(Told)], life.Story);
        });

        Cases.Prove("executions", executions, Cases.Count / 2);
        Cases.Prove("effects of the draft's own actions", effects, Cases.Count / 10);
    }

    [Fact]
    public void Rule_46_another_draft_decides_otherwise()
    {
        using var life = new Life(seed: 1, Feature.None) { IsPrompt = true };
        life.Live(EventsPerLife);
        Assert.NotEmpty(life.Pipeline.Executions);
        var draft = life.Rules.Values.Select(versions => versions[^1] with { Where = new Filter("unheard-of") });

        using var simulated = new SimulatePartition(Retained.LogOf(life.Pipeline), DraftOf(draft), OwnActions(life.Pipeline), long.MinValue, long.MaxValue);

        Assert.Empty(simulated.Run());
    }

    private static Draft DraftOf(Life life) => DraftOf(life.Rules.Values.Select(versions => versions[^1]));

    private static Draft DraftOf(IEnumerable<RuleModel> rules) => Draft.Of([.. rules.Select(rule => DefinitionParser.Parse(CanonicalJson.Parse(Bodies.Of(rule))))]);

    private static HashSet<string> OwnActions(Pipeline pipeline) => [.. pipeline.Actions.Select(action => EngageTopics.Actions.Wire.Read(action.Value).ActionId)];

    /// <summary>Everything of a row but its ids and its version; the id of an event that the engine wrote is an action's.</summary>
    private static string Told(Execution e) =>
        $"{e.PlayerId} {e.RuleId} {e.SegmentId} {e.EventSource}/{(e.EventSource == "engage" ? "" : e.EventId)}/{e.EventType} occurred {e.OccurredAtMicros} decided {e.DecidedAtMicros} x{e.Times} {e.Amount} {e.Currency} left {e.Remainder} "
        + $"discarded {e.Discarded} [{string.Join(',', e.Flags)}] reported {e.ReportedAtMicros} {e.QualificationDateMicros}-{e.QualificationValidityMicros} depth {e.Depth} actions {e.ActionIds.Count}";

    private static string DigestOf(Pipeline pipeline) =>
        Convert.ToHexString(SHA256.HashData([.. pipeline.Log.SelectMany(record => record.Key.Concat(record.Value)), .. pipeline.Executions.SelectMany(execution => execution.Value), .. pipeline.Actions.SelectMany(action => action.Value)]));
}
