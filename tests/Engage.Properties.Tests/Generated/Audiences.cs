using Engage.Cli.State;
using Engage.Properties.Tests.Model;
using Engage.Properties.Tests.Oracle.Answers;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;

namespace Engage.Properties.Tests.Generated;

/// <summary>Semantics 9 and 10: who is in an audience now, exactly, and what keeps a message from each of them.</summary>
public sealed class Audiences
{
    private const int EventsPerLife = 40;
    private const int Players = 10;
    private const long Day = 24 * 3600 * 1_000_000L;
    private const Feature Features = Feature.Segments | Feature.Tags | Feature.Time | Feature.Reversals | Feature.Backfill | Feature.Currencies | Feature.Erasure | Feature.Contacts | Feature.Edits;

    private static readonly string[] Gates = ["suppressed", "suppression_unknown", "no_consent", "no_contact", "capped", "reachable"];

    [Fact]
    public void Rule_9_an_audience_is_exactly_those_whom_a_look_at_every_player_finds()
    {
        var (found, outside) = (0, 0);
        Cases.Hold("audiences", seed =>
        {
            var random = new Random(-seed);
            using var life = new Life(seed, Features, playersPerPartition: Players);
            life.Live(EventsPerLife);
            var (population, now) = (new Population(life.Pipeline), life.Pipeline.NowMicros);
            var judge = population.Players.Judge();
            foreach (var segments in life.Segments.Keys.Select(segment => new[] { segment }).Append([.. life.Segments.Keys]).Append(["everyone"]))
            {
                var expected = NaiveAudience.Of(life.Oracle, segments, now);
                var count = population.Count(judge, segments);
                if (Cases.Difference(expected, population.MembersOf(judge, segments), life.Story) is { } wrong) return $"{string.Join(' ', segments)}: {wrong}";
                if ((count.Found, count.Seen) != (expected.Count, life.Oracle.Players.Count)) return $"{string.Join(' ', segments)}: {count.Found} of {count.Seen}, expected {expected.Count} of {life.Oracle.Players.Count}\n{life.Story}";
                Interlocked.Add(ref found, expected.Count);
                Interlocked.Add(ref outside, (int)(count.Seen - count.Found));
            }

            return Unsaved(life, population, random, now);
        });

        Cases.Prove("players in audiences", found, 5 * Cases.Count);
        Cases.Prove("players outside", outside, 5 * Cases.Count);
    }

    [Fact]
    public void Rule_10_each_of_an_audience_counts_once_at_the_first_thing_that_stands_in_the_way()
    {
        var seen = new int[Gates.Length];
        Cases.Hold("waterfalls", seed =>
        {
            var random = new Random(-seed);
            using var life = new Life(seed, Features & ~Feature.Edits, playersPerPartition: Players);
            life.Live(EventsPerLife);
            var (population, now) = (new Population(life.Pipeline), life.Pipeline.NowMicros);
            var segments = random.Next(3) == 0 ? ["everyone"] : life.Segments.Keys.Where(_ => random.Next(2) == 0).DefaultIfEmpty("everyone").ToArray();
            var caps = Enumerable.Range(0, random.Next(3)).Select(_ => (Channel: random.Next(2) == 0 ? "sms" : "email", Max: random.Next(1, 4), Within: random.Next(1, 8) * Day)).ToArray();
            foreach (var channel in new[] { "sms", "email" })
            {
                var sent = life.Players.ToDictionary(player => player, _ => Enumerable.Range(0, random.Next(4)).Select(_ => now - (random.Next(9) * Day)).ToArray());
                var waterfall = new Waterfall(channel, [.. caps.Select(cap => new FrequencyCap(cap.Channel, cap.Max, cap.Within))], now, player => sent[player]);
                var count = population.Count(population.Players.Judge(), segments, waterfall);

                var stops = NaiveAudience.Of(life.Oracle, segments, now).Select(player => NaiveAudience.StopOf(life.Oracle.Players[player], channel, caps, sent[player], now)).ToLookup(stop => stop);
                long[] counted = [waterfall.Suppressed, waterfall.SuppressionUnknown, waterfall.NoConsent, waterfall.NoContact, waterfall.Capped, waterfall.Reachable];
                if (Cases.Difference([.. Gates.Select(gate => (gate, (long)stops[gate].Count()))], [.. Gates.Zip(counted)], life.Story) is { } wrong) return $"{channel} of {string.Join(' ', segments)}: {wrong}";
                if (counted.Sum() != count.Found) return $"{counted.Sum()} in all steps and {count.Found} in the audience";
                for (var gate = 0; gate < Gates.Length; gate++) Interlocked.Add(ref seen[gate], (int)counted[gate]);
            }

            return null;
        });

        foreach (var (gate, count) in Gates.Zip(seen)) Cases.Prove($"players who are {gate}", count, Cases.Count / 10);
    }

    /// <summary>A condition that nobody has saved, judged as if it came into force now: what is not kept already is unknown yet.</summary>
    private static string? Unsaved(Life life, Population population, Random random, long now)
    {
        const string id = "zz";
        var condition = new RuleMaker(random, Features, now / 1_000_000).Segment([]);
        var judge = population.Players.JudgeWith(new DefinitionRecord(0, "segment", id, 1, "active", null, Bodies.Of(id, condition)), now);
        life.Oracle.PutInForce(long.MaxValue / 2, now, life.Oracle.Markers[^1].Book with { Segments = new(life.Segments.ToDictionary(segment => segment.Key, segment => segment.Value), StringComparer.Ordinal) { [id] = condition } });

        return Cases.Difference(NaiveAudience.Of(life.Oracle, [id], now), population.MembersOf(judge, id), life.Story) is { } wrong ? $"unsaved {Bodies.Of(id, condition)}: {wrong}" : null;
    }
}
