using Engage.Properties.Tests.Model;
using Engage.Properties.Tests.Oracle;

namespace Engage.Properties.Tests.Generated;

/// <summary>Semantics 41: of plain accumulation only the total counts, whatever the order of the bets.</summary>
public sealed class Orders
{
    private const int Bets = 16;

    /// <summary>Each gets the same bets in an order of its own; the first as they were drawn, the second backwards.</summary>
    private static readonly string[] Players = ["ada", "ben", "cleo", "dag"];

    [Fact]
    public void Rule_41_the_same_bets_in_any_order_make_the_same_total()
    {
        var executions = 0;
        Cases.Hold("orders", seed =>
        {
            var totals = Totals(new Random(seed), maxStep: null, out var expected);
            Interlocked.Add(ref executions, totals[Players[0]].Values.Sum());
            foreach (var player in Players)
            {
                if (Cases.Difference(Sorted(expected[player]), Sorted(totals[player]), "") is { } wrong) return $"{player}: {wrong}";
                if (Cases.Difference(Sorted(totals[Players[0]]), Sorted(totals[player]), "") is { } other) return $"{player} in another order: {other}";
            }

            return null;
        });

        Cases.Prove("executions", executions, 5 * Cases.Count);
    }

    [Fact]
    public void Rule_41_with_a_cap_the_order_does_matter()
    {
        var differing = Enumerable.Range(1, 20).Count(seed => Totals(new Random(seed), maxStep: 2, out _).Values.Select(totals => totals.Values.Sum()).Distinct().Count() > 1);

        Assert.True(differing > 0, "in no order did capped bets add up to something else: the property above may not see a difference");
    }

    /// <summary>Executions by player and rule.</summary>
    /// <param name="maxStep">Where given, steps are no larger and an event may cause three executions at most; else no event comes near the cap.</param>
    private static Dictionary<string, SortedDictionary<string, int>> Totals(Random random, int? maxStep, out Dictionary<string, SortedDictionary<string, int>> expected)
    {
        using var pipeline = new Pipeline(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
        var oracle = new NaiveRules();
        var maker = new RuleMaker(random, Feature.Currencies, pipeline.NowMicros / 1_000_000);
        var rules = Enumerable.Range(1, random.Next(2, 4)).Select(number => Plain(maker.Rule(number, []), random, maxStep)).ToList();
        foreach (var rule in rules) pipeline.Define("rule", rule.Id, 1, Bodies.Of(rule));
        oracle.PutInForce(pipeline.PutInForce(), pipeline.NowMicros, new Book(new(rules.ToDictionary(rule => rule.Id, rule => new List<RuleModel> { rule }), StringComparer.Ordinal), new(StringComparer.Ordinal)));

        var wallet = maker.Pick("EUR", "GBP", "SEK");
        var bets = Enumerable.Range(0, Bets).Select(number => Bet(number, random, maker, pipeline.NowMicros)).ToArray();
        for (var at = 1; at < Bets; at += random.Next(4, 12)) bets[at] = bets[random.Next(at)]; // A repeat.
        foreach (var player in Players) Tell(new Happening { Player = player, Id = "wallet", Source = "crm", Type = "player.updated", Occurred = pipeline.NowMicros, Update = new Change { Set = new() { ["currency"] = wallet } } });
        var orders = Players.Select((player, number) => (Player: player, Bets: number == 0 ? bets : number == 1 ? [.. bets.Reverse()] : bets.OrderBy(_ => random.Next()).ToArray())).ToArray();
        for (var at = 0; at < Bets; at++)
        {
            foreach (var (player, ordered) in orders) Tell(ordered[at] with { Player = player });
            if (random.Next(4) == 0) pipeline.Run();
        }

        pipeline.Run();
        expected = ByPlayer(oracle.Executions);
        return ByPlayer(pipeline.Decisions());

        void Tell(Happening happening) => oracle.Happens(happening with { Ingested = pipeline.NowMicros, Position = pipeline.Append(happening) });
    }

    /// <summary>What 41 speaks of: no reversals, cap, segment, qualification, once or edits.</summary>
    private static RuleModel Plain(RuleModel rule, Random random, int? maxStep)
    {
        var plain = rule with { Segment = null, Cap = maxStep is null ? 1000 : 3, Carries = false, Once = false };
        return plain.Every is { } steps ? plain with { Every = steps.ToDictionary(step => step.Key, _ => maxStep is null ? random.Next(500, 4000) / 100m : random.Next(100, 100 * maxStep.Value) / 100m) } : plain;
    }

    private static Happening Bet(int number, Random random, RuleMaker maker, long nowMicros) => new()
    {
        Player = "",
        Id = "e" + number,
        Type = maker.Pick("casino.bet", "casino.bet", "casino.bet", "casino.win", "deposit.approved"),
        Occurred = nowMicros - (random.Next(200_000) * 1_000_000L),
        Amount = random.Next(30) == 0 ? null : random.Next(1, 500_000_000) / 10_000_000m,
        Bonus = random.Next(4) == 0 ? random.Next(1, 5000) / 100m : null,
        Currency = maker.Pick(null, "EUR", "EUR", "GBP", "SEK"),
        EuroRate = random.Next(3) > 0 ? random.Next(5, 150) / 100m : null,
        Game = random.Next(4) > 0 ? maker.Game() : null,
    };

    private static Dictionary<string, SortedDictionary<string, int>> ByPlayer(IReadOnlyList<Decided> decisions) => Players.ToDictionary(player => player, player => new SortedDictionary<string, int>(
        decisions.Where(decided => decided.Player == player).GroupBy(decided => decided.Rule).ToDictionary(rule => rule.Key, rule => rule.Sum(decided => decided.Times)), StringComparer.Ordinal));

    private static List<KeyValuePair<string, int>> Sorted(SortedDictionary<string, int> totals) => [.. totals];
}
