using System.Globalization;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Triggers;

namespace Engage.Rules.Tests.Triggers;

/// <summary>The index finds exactly the rules that looking at each of them would.</summary>
public sealed class TriggerIndexTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly long Now = Noon.ToUnixTimeMilliseconds() * 1000;

    [Fact]
    public void Types_are_exact_a_list_a_prefix_or_everything()
    {
        var set = TestDefinitions.Set(
            Rule("exact", "\"casino.bet\""), Rule("list", """["deposit.approved", "casino.bet"]"""), Rule("prefix", "\"casino.*\""), Rule("short-prefix", "\"cas*\""),
            Rule("star", "\"*\""), Rule("tags", "\"tag.*\""));
        Assert.Equal(["exact", "list", "prefix", "short-prefix", "star"], Match(set, new TestEvent("casino.bet")));
        Assert.Equal(["prefix", "short-prefix", "star"], Match(set, new TestEvent("casino.win")));
        Assert.Equal(["star"], Match(set, new TestEvent("sport.bet")));
        Assert.Equal(["tags"], Match(set, new TestEvent("tag.added")));
        Assert.Equal([], Match(set, new TestEvent("player.updated")));
        Assert.Equal([], Match(set, new TestEvent("engage.run")));
    }

    [Fact]
    public void Only_active_rules_of_the_players_segments_are_found()
    {
        var set = TestDefinitions.Set(
            TestDefinitions.Segment("a", """{ "profile.x": 1 }"""), TestDefinitions.Segment("b", """{ "profile.y": 1 }"""),
            Rule("all", "\"x\""), Rule("of-a", "\"x\"", segment: "a"), Rule("of-b", "\"x\"", segment: "b"), Rule("of-nobody", "\"x\"", segment: "gone"));
        Assert.Equal(["all"], Match(set, new TestEvent("x"), []));
        Assert.Equal(["all", "of-a"], Match(set, new TestEvent("x"), [0b01]));
        Assert.Equal(["all", "of-a", "of-b"], Match(set, new TestEvent("x"), [0b11]));
        Assert.Equal(["of-a", "of-b"], Match(set.Plus(Rule("all", "\"x\""), status: "paused"), new TestEvent("x"), [0b11]));
    }

    [Theory]
    [InlineData("2026-12-01T11:59:59", "early")]
    [InlineData("2026-12-01T12:00:00", "early", "noon")]
    [InlineData("2026-12-01T12:59:59", "early", "noon")]
    [InlineData("2026-12-01T13:00:00", "late", "noon")]
    [InlineData("2026-12-01T14:00:00", "late")]
    [InlineData("2030-01-01T00:00:00", "late")]
    public void Rules_outside_their_period_are_no_candidates(string at, params string[] found)
    {
        var set = TestDefinitions.Set(
            Rule("early", "\"x\"", active: """{ "until": "2026-12-01T13:00:00" }"""), Rule("late", "\"x\"", active: """{ "from": "2026-12-01T13:00:00" }"""),
            Rule("noon", "\"x\"", active: """{ "from": "2026-12-01T12:00:00", "until": "2026-12-01T14:00:00" }"""));

        Assert.Equal(found, Match(set, new TestEvent("x"), [], DateTimeOffset.Parse(at + "Z", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() * 1000));
    }

    [Fact]
    public void Trigger_and_qualification_are_told_apart_and_joined()
    {
        var set = TestDefinitions.Set(
            """{ "kind": "rule", "id": "q", "trigger": { "event": "deposit" }, "qualification": { "event": "deposit", "where": { "amount": { "gte": 100, "currency": "EUR" } } }, "actions": [{ "reset_points": {} }] }""");
        Assert.Equal(["q Trigger"], Roles(set, new TestEvent("deposit") { Amount = 99 }));
        Assert.Equal(["q Trigger, Qualification"], Roles(set, new TestEvent("deposit") { Amount = 100 }));

        var matches = new RuleMatches();
        set.Triggers.MatchReversed(new TestEvent("deposit") { Amount = 100 }.Facts, [], Now, matches);
        Assert.Equal(FiringRoles.ReversalOfTrigger | FiringRoles.ReversalOfQualification, Assert.Single(matches.Items.ToArray()).Roles);
    }

    [Fact]
    public void Rules_on_reversals_fire_on_nothing_else()
    {
        var set = TestDefinitions.Set(
            """{ "kind": "rule", "id": "r", "trigger": { "event": "deposit", "reversals": "only" }, "actions": [{ "reset_points": {} }] }""",
            Rule("plain", "\"deposit\""));
        Assert.Equal(["plain"], Match(set, new TestEvent("deposit")));
        var matches = new RuleMatches();
        set.Triggers.MatchReversal(new TestEvent("deposit").Facts, [], Now, matches);
        Assert.Equal("r", set.LiveRules[Assert.Single(matches.Items.ToArray()).RuleIndex].Id);
        set.Triggers.MatchReversed(new TestEvent("deposit").Facts, [], Now, matches);
        Assert.Equal("plain", set.LiveRules[Assert.Single(matches.Items.ToArray()).RuleIndex].Id);
    }

    [Fact]
    public void The_index_agrees_with_judging_every_rule()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            var set = RandomSet(random);
            for (var i = 0; i < 50; i++)
            {
                var @event = RandomEvent(random);
                var membership = new[] { (byte)random.Next(8) };
                var at = Now + (random.Next(-12, 12) * 3_600_000_000L) + random.Next(-1, 2);
                var naive = set.LiveRules
                    .Where(rule => rule.Admits(membership) && rule.Compiled.Rule.Trigger!.Event.Matches(@event.Type) && EventConditions.Holds(rule.Compiled.Where, @event.Facts) && rule.Compiled.Period.Contains(at))
                    .Select(rule => rule.Id);
                Assert.True(naive.SequenceEqual(Match(set, @event, membership, at)), $"seed {seed}, round {round}, event {i}: {@event}");
            }
        }
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        var set = RandomSet(new Random(7));
        var facts = RandomEvent(new Random(7)).Facts;
        var matches = new RuleMatches();
        ReadOnlySpan<byte> membership = [7];
        set.Triggers.Match(facts, membership, Now, matches);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) set.Triggers.Match(facts, membership, Now, matches);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Ten_thousand_rules_are_not_looked_at_one_by_one()
    {
        var set = DefinitionSet.Empty;
        for (var i = 0; i < 10_000; i++)
        {
            var where = (i % 4) switch
            {
                0 => $$"""{ "attributes.game": "game-{{i}}" }""",
                1 => $$"""{ "amount": { "gte": { "EUR": {{i + 100}} } } }""",
                2 => $$"""{ "amount": { "gte": {{i + 100}}, "currency": "NOK" } }""",
                _ => $$"""{ "attributes.level": { "lt": {{-i}} } }""",
            };
            set = set.Plus(Rule(i.ToString(CultureInfo.InvariantCulture), "\"casino.bet\"", where));
        }

        // Counts how often the facts are asked, which is what matching costs.
        var facts = new CountingFacts(new TestEvent("casino.bet") { Amount = 108, Rate = (1m, "NOK"), Attributes = { ["game"] = "game-400", ["level"] = 5L } }.Facts);
        var matches = new RuleMatches();
        set.Triggers.Match(facts, [], Now, matches);
        Assert.Equal(["1", "2", "400", "5", "6"], matches.Items.ToArray().Select(match => set.LiveRules[match.RuleIndex].Id));
        Assert.InRange(facts.Asked, 5, 60);
    }

    private static string Rule(string id, string @event, string? where = null, string segment = "everyone", string active = "{ }") =>
        $$"""{ "kind": "rule", "id": "{{id}}", "segment": "{{segment}}", "trigger": { "event": {{@event}}{{(where is null ? "" : $", \"where\": {where}")}} }, "active": {{active}}, "actions": [{ "reset_points": {} }] }""";

    private static string[] Match(DefinitionSet set, TestEvent @event, params byte[] membership) => Match(set, @event, membership, Now);

    private static string[] Match(DefinitionSet set, TestEvent @event, byte[] membership, long at)
    {
        var matches = new RuleMatches();
        set.Triggers.Match(@event.Facts, membership, at, matches);
        return [.. matches.Items.ToArray().Select(match => set.LiveRules[match.RuleIndex].Id)];
    }

    private static string[] Roles(DefinitionSet set, TestEvent @event)
    {
        var matches = new RuleMatches();
        set.Triggers.Match(@event.Facts, [], Now, matches);
        return [.. matches.Items.ToArray().Select(match => $"{set.LiveRules[match.RuleIndex].Id} {match.Roles}")];
    }

    private static DefinitionSet RandomSet(Random random)
    {
        var set = TestDefinitions.Set(
            TestDefinitions.Segment("a", """{ "profile.x": 1 }"""), TestDefinitions.Segment("b", """{ "profile.x": 2 }"""), TestDefinitions.Segment("c", """{ "profile.x": 3 }"""));
        string[] events = ["\"bet\"", "\"win\"", "[\"bet\", \"win\"]", "\"b*\"", "\"*\"", "[\"bet\", \"be*\"]"];
        string[] segments = ["everyone", "a", "b", "c"];
        for (var i = 0; i < 30; i++)
        {
            set = set.Plus(Rule($"r{i:00}", events[random.Next(events.Length)], random.Next(5) == 0 ? null : RandomWhere(random, 0), segments[random.Next(segments.Length)], RandomPeriod(random)));
        }

        return set;
    }

    private static string RandomPeriod(Random random)
    {
        string At() => Noon.AddHours(random.Next(-12, 12)).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return random.Next(4) switch
        {
            0 => "{ }",
            1 => $$"""{ "from": "{{At()}}" }""",
            2 => $$"""{ "until": "{{At()}}" }""",
            _ => $$"""{ "from": "{{At()}}", "until": "{{Noon.AddHours(12):yyyy-MM-dd'T'HH:mm:ss}}" }""",
        };
    }

    private static string RandomWhere(Random random, int depth)
    {
        string[] leaves =
        [
            $$"""{ "attributes.game": "{{(char)('a' + random.Next(3))}}" }""",
            $$"""{ "attributes.game": { "in": ["{{(char)('a' + random.Next(3))}}", {{random.Next(3)}}] } }""",
            $$"""{ "attributes.level": { "{{(random.Next(2) == 0 ? "gte" : "lt")}}": {{random.Next(3)}} } }""",
            $$"""{ "attributes.level": {{random.Next(3)}} }""",
            $$"""{ "amount": { "{{(random.Next(2) == 0 ? "gt" : "lte")}}": { "EUR": {{random.Next(3)}}, "NOK": {{random.Next(30)}} } } }""",
            $$"""{ "amount": { "gte": {{random.Next(4)}}, "currency": "EUR" } }""",
            $$"""{ "amount": { "between": [{{random.Next(2)}}, {{2 + random.Next(2)}}] } }""",
            """{ "currency": "EUR" }""",
            """{ "source": { "ne": "test" } }""",
        ];
        return random.Next(depth > 2 ? 1 : 4) switch
        {
            1 => $$"""{ "all": [{{RandomWhere(random, depth + 1)}}, {{RandomWhere(random, depth + 1)}}] }""",
            2 => $$"""{ "any": [{{RandomWhere(random, depth + 1)}}, {{RandomWhere(random, depth + 1)}}] }""",
            3 => $$"""{ "not": {{RandomWhere(random, depth + 1)}} }""",
            _ => leaves[random.Next(leaves.Length)],
        };
    }

    private static TestEvent RandomEvent(Random random) => new(random.Next(3) switch { 0 => "bet", 1 => "win", _ => "login" })
    {
        Amount = random.Next(5) == 0 ? null : random.Next(5),
        Currency = random.Next(3) switch { 0 => "EUR", 1 => "NOK", _ => null },
        Rate = random.Next(2) == 0 ? (random.Next(1, 3) / 2m, "EUR") : null,
        Attributes =
        {
            ["game"] = random.Next(3) switch { 0 => "a", 1 => random.Next(3), _ => "c" },
            ["level"] = random.Next(4) switch { 0 => null, 1 => (double)random.Next(3), 2 => "1", _ => random.Next(3) },
        },
    };
}
