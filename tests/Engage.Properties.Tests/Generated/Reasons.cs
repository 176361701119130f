using System.Globalization;
using System.Text.RegularExpressions;
using Engage.Cli.Definitions;
using Engage.Cli.Explain;
using Engage.Properties.Tests.Model;
using Engage.Properties.Tests.Oracle;
using Engage.Properties.Tests.Oracle.Answers;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Properties.Tests.Generated;

/// <summary>Semantics 45: why a rule did or did not execute, for every rule and every event of a life.</summary>
public sealed partial class Reasons
{
    private const int EventsPerLife = 14;

    private sealed record Answer(long Position, string Rule, string Event, bool Executed, string Reason, string Actual);

    [Fact]
    public void Rule_45_every_answer_names_the_first_gate_that_refuses_and_the_value_found_there()
    {
        var (reasons, leaves) = (new System.Collections.Concurrent.ConcurrentDictionary<string, int>(), 0);
        Cases.Hold("reasons", seed =>
        {
            var expected = new Dictionary<(long, string, string), Answer>();
            using var life = new Life(seed, Features(seed));
            life.Asking = (rule, now, progress, isRepeat) => Add(expected, life.Oracle, rule, now, progress, isRepeat);
            life.Live(EventsPerLife);

            var retained = Retained.LogOf(life.Pipeline);
            var definitions = DefinitionsInLog.Fold(retained.Definitions);
            foreach (var rule in life.Rules.Keys)
            {
                foreach (var told in new ExplainRule(retained, definitions, RecordedOf(life.Pipeline, rule), rule).Run())
                {
                    var given = Given(told, rule);
                    if (Mistake(life, told, given, expected.GetValueOrDefault((given.Position, rule, given.Event))) is { } wrong) return $"{wrong}\n{given}\n{string.Join('\n', told.Gates)}\n{life.Story}";
                    reasons.AddOrUpdate(given.Reason.Split(':')[0], 1, (_, count) => count + 1);
                    if (given.Actual.Length > 0) Interlocked.Increment(ref leaves);
                }
            }

            return null;
        });

        Cases.Prove("reasons", reasons.Count, 18);
        Cases.Prove("failing leaves of segments", leaves, Cases.Count);
    }

    /// <summary>All gates together would let nothing through to the last of them.</summary>
    private static Feature Features(int seed) => (seed % 3) switch
    {
        0 => Feature.Everything & ~Feature.Erasure,
        1 => Feature.Segments | Feature.Currencies | Feature.Qualification | Feature.Time | Feature.Duplicates,
        _ => Feature.Tags | Feature.Once | Feature.Currencies | Feature.Periods | Feature.Edits | Feature.Reversals,
    };

    private static void Add(Dictionary<(long, string, string), Answer> expected, NaiveRules oracle, RuleModel rule, Accepted now, KnownProgress progress, bool isRepeat)
    {
        var happening = now.Happening;
        var reason = NaiveReasons.Of(rule, now, progress, isRepeat, oracle.IsSpent(rule, happening.Player));
        var name = $"{happening.Source}/{happening.Id}/{happening.Type}";
        expected[(happening.Position, rule.Id, name)] = new Answer(happening.Position, rule.Id, name, reason == "executed", reason, reason == "not_in_segment" ? Actual(oracle, rule, now) : "");
    }

    /// <summary>What the leaf found that keeps the player out.</summary>
    private static string Actual(NaiveRules oracle, RuleModel rule, Accepted now)
    {
        var (player, all) = (oracle.Players[now.Happening.Player], oracle.Markers[^1].Book.Segments);
        var segments = new NaiveSegments(oracle.Markers, player, now.JudgedAt, now.Happening);
        return NaiveReasons.Culprit(segments, all, all[rule.Segment!]) switch
        {
            HasTag leaf => player.Tags.Contains(leaf.Tag) ? leaf.Tag : "none of them",
            Model.Profile leaf => player.Profile.GetValueOrDefault(leaf.Name, "missing"),
            Consent => player.Consents ? "true" : "false",
            Never leaf => segments.Find(leaf) == 0 ? "it has not happened" : "it has happened",
            SinceLast leaf when segments.Find(leaf) is null => "it has not happened",
            History leaf => segments.Find(leaf) is { } found ? Number(found) : leaf.WithinSeconds is null ? "missing" : "building",
            var group => group!.GetType().Name,
        };
    }

    private static Answer Given(EventExplanation told, string rule)
    {
        var actual = told.Reason == "not_in_segment" ? ActualText().Match(told.Detail) : Match.Empty;
        return new Answer(told.Offset, rule, told.Event.ToString(), told.Verdict == EventExplanation.Executed, told.Reason, actual.Success ? Plain(actual.Groups[1].Value) : "");
    }

    /// <summary>Numbers without their units, lengths of time in microseconds.</summary>
    private static string Plain(string actual)
    {
        var units = new Dictionary<char, long> { ['s'] = 1, ['m'] = 60, ['h'] = 3600, ['d'] = 86_400, ['w'] = 7 * 86_400 };
        if (actual.Length > 1 && units.TryGetValue(actual[^1], out var seconds) && decimal.TryParse(actual[..^1], CultureInfo.InvariantCulture, out var length)) return Number(length * seconds * 1_000_000);
        return decimal.TryParse(actual.Split(' ')[0], CultureInfo.InvariantCulture, out var number) ? Number(number) : actual.Trim('\'');
    }

    private static string Number(decimal number) => number.ToString("0.########", CultureInfo.InvariantCulture);

    private static string? Mistake(Life life, EventExplanation told, Answer given, Answer? expected)
    {
        var hasExecuted = life.Expected.Any(decided => decided.Rule == given.Rule && decided.By == given.Event && decided.Player == PlayerOf(life, given.Position));
        var happening = life.Told.Find(candidate => candidate.Position == given.Position);
        if (told.Verdict == EventExplanation.Unknown || told.Gates.Any(gate => gate.Name == "log")) return "the whole log is there, and the answer doubts it";

        // The event that executed it may come again: the repeat has executed nothing.
        if (given.Executed && !hasExecuted) return "the answer is that it executed, and it did not";
        if (happening is { Reverses: not null, Source: not "engage" }) return null; // Judged as their originals were; that they decide the same is compared elsewhere.
        if (expected is null) return given.Reason is "repeat" or "backfill_overlap" or "backfill" or "not_live" or "not_in_force" ? null : "the oracle asked no rule about this event";
        return (given.Executed, given.Reason, given.Actual) == (expected.Executed, expected.Reason, expected.Actual) ? null : $"expected {expected}";
    }

    private static string? PlayerOf(Life life, long position) => life.Told.Find(happening => happening.Position == position)?.Player;

    private static RecordedFacts RecordedOf(Pipeline pipeline, string rule)
    {
        var facts = new RecordedFacts();
        foreach (var enriched in pipeline.Passed) facts.AddEnriched(enriched);
        foreach (var execution in pipeline.Executions.Select(execution => EngageTopics.Executions.Wire.Read(execution.Value)).Where(execution => execution.RuleId == rule)) facts.Add(execution);
        return facts;
    }

    [GeneratedRegex(@"\(actual: (.*)\)$")]
    private static partial Regex ActualText();
}
