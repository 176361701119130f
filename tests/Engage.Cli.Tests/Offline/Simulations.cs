using Engage.Cli.Simulate;
using Engage.Contracts;
using Engage.Rules.Compilation;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Cli.Tests.Offline;

public sealed class Simulations
{
    private const string Vips = """{"kind":"segment","id":"vips","where":{"tags":{"has":"vip"}}}""";
    private const string Busy = """{"kind":"segment","id":"busy","where":{"count":{"event":"casino.bet","within":"1h","gte":3}}}""";
    private const string Points = """{"kind":"rule","id":"points","trigger":{"event":"casino.bet"},"accumulate":{"field":"amount","every":{"EUR":10}},"actions":[{"give_points":{"points":1}}]}""";

    /// <summary>Each draft leans on another part of what the workers remember.</summary>
    public static TheoryData<string> Drafts =>
    [
        Points,
        """{"kind":"rule","id":"r","segment":"busy","trigger":{"event":"casino.bet","where":{"amount":{"gte":5}}},"actions":[{"give_bonus":{"bonus":"b"}}]}""",
        """{"kind":"rule","id":"r","segment":"vips","trigger":{"event":"casino.bet"},"accumulate":{"count":2},"actions":[{"give_points":{"points":1}}]}""",
        """{"kind":"rule","id":"r","once_in_a_lifetime":true,"trigger":{"event":"casino.bet"},"accumulate":{"field":"amount","every":30},"actions":[{"give_bonus":{"bonus":"b"}}]}""",
        """{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"accumulate":{"count":3},"qualification":{"event":"deposit.approved","where":{"amount":{"gte":8}},"period":"5m","iterations":2},"actions":[{"give_points":{"points":1}}]}""",
        """{"kind":"rule","id":"r","trigger":{"event":"casino.bet","reversals":"only"},"actions":[{"give_points":{"points":1}}]}""",
        """{"kind":"rule","id":"r","trigger":{"event":"casino.bet","where":{"amount":{"gte":15}}},"actions":[{"tag_player":{"tag":"vip"}}]}""",
        """{"kind":"rule","id":"r","trigger":{"event":"tag.added","where":{"attributes.tag":"vip"}},"actions":[{"untag_player":{"tag":"vip"}},{"give_points":{"points":1}}]}""",
    ];

    [Theory, MemberData(nameof(Drafts))]
    public void Rule_46_a_draft_decides_over_the_retained_log_what_it_decides_live(string draft)
    {
        var compared = 0;
        for (var seed = 1; seed <= 5; seed++)
        {
            var live = Random(seed, log => log.Apply(Vips).Apply(Busy).Apply(draft));
            var retained = Random(seed, log => log.Apply(Vips).Apply(Busy).RepeatMarker()); // The same log, but the rule was never applied.

            var expected = LiveRun.Of(live);
            var simulated = Simulate(retained, draft);

            Assert.True(Told(expected).SequenceEqual(Told(simulated)), $"seed {seed}:\nlive\n{string.Join('\n', Told(expected))}\nsimulated\n{string.Join('\n', Told(simulated))}");
            compared += expected.Count;
        }

        Assert.NotEqual(0, compared);
    }

    [Fact]
    public void Rule_46_own_tag_effects_are_fed_back_right_after_their_cause()
    {
        var log = new PlayerLog().Apply(Vips).Event("1", amount: 20).Event("2", amount: 1);
        string[] draft =
        [
            """{"kind":"rule","id":"tagger","trigger":{"event":"casino.bet","where":{"amount":{"gte":15}}},"actions":[{"tag_player":{"tag":"vip"}}]}""",
            """{"kind":"rule","id":"for-vips","segment":"vips","trigger":{"event":"casino.bet"},"actions":[{"give_points":{"points":1}}]}""",
        ];

        Assert.Equal(["tagger 1", "for-vips 2"], Simulate(log, draft).Select(execution => $"{execution.RuleId} {execution.EventId}"));
    }

    [Fact]
    public void Rule_46_what_the_live_rule_of_that_id_did_is_left_out()
    {
        var log = new PlayerLog().Apply(Vips).Event("1", amount: 5);
        log.Append("ada", new PlayerEvent { Source = "engage", EventId = "an action of the live tagger", Type = "player.updated", PlayerId = "ada", OccurredAtMicros = log.Now.ToUnixTimeMilliseconds() * 1000, Update = new PlayerUpdate { AddTags = ["vip"] }, Depth = 1 });
        log.Event("2", amount: 5);
        var draft = """{"kind":"rule","id":"tagger","segment":"vips","trigger":{"event":"casino.bet"},"actions":[{"give_points":{"points":1}}]}""";

        Assert.Empty(Simulate(log, [draft], ownActions: ["an action of the live tagger"]));
        Assert.Single(Simulate(log, [draft])); // The control: another rule's effect counts.
    }

    [Fact]
    public void Rule_46_the_time_span_bounds_what_counts_and_not_what_is_known()
    {
        var log = new PlayerLog().Apply(Busy);
        for (var bet = 1; bet <= 6; bet++) log.Event($"{bet}", amount: 10);
        var (from, to) = (log.Records[3].TimestampMs * 1000, log.Records[5].TimestampMs * 1000);
        var draft = """{"kind":"rule","id":"r","segment":"busy","trigger":{"event":"casino.bet"},"accumulate":{"field":"amount","every":10},"actions":[{"give_points":{"points":1}}]}""";

        // Bets 3 and 4 arrive in the span; the window knows of 1 and 2.
        Assert.Equal(["3", "4"], Simulate(log, [draft], fromMicros: from, toMicros: to).Select(execution => execution.EventId));
    }

    [Fact]
    public void Rule_46_what_the_log_cannot_tell_is_listed()
    {
        var log = new PlayerLog().Apply(Busy).Event("1", amount: 10).RepeatMarker().Event("2", amount: 10);
        var draft = DraftOf("""{"kind":"rule","id":"r","segment":"busy","trigger":{"event":"casino.bet"},"accumulate":{"count":2},"actions":[{"give_points":{"points":1}}]}""");

        Assert.Empty(Incompleteness.Of([log.Retained()], draft, log.Definitions.Latest, long.MinValue, 0));

        var listed = Incompleteness.Of([log.Retained(from: 2)], draft, log.Definitions.Latest, long.MinValue, 3).ToList();
        Assert.Contains(listed, line => line.Contains("nothing before 2026-12-01T09:00:02Z is retained in 1 of 1 partitions", StringComparison.Ordinal));
        Assert.Contains(listed, line => line.Contains("within 1h is seen in full only from 2026-12-01T10:00:02Z", StringComparison.Ordinal));
        Assert.Contains(listed, line => line.StartsWith("3 reversals found no original", StringComparison.Ordinal));
    }

    [Fact]
    public void A_log_that_was_cut_says_what_was_in_force_at_its_beginning()
    {
        var log = new PlayerLog().Apply(Vips).Event("1", change: e => e with { Update = new PlayerUpdate { AddTags = ["vip"] } });
        log.Event("2", change: e => e with { Update = new PlayerUpdate { AddTags = ["vip", "x"] } }).RepeatMarker().Event("3");
        var draft = """{"kind":"rule","id":"r","segment":"vips","trigger":{"event":"casino.bet"},"actions":[{"give_points":{"points":1}}]}""";

        using var simulated = new SimulatePartition(log.Retained(from: 2), DraftOf(draft), new HashSet<string>(), long.MinValue, long.MaxValue);

        Assert.Equal(["2", "3"], simulated.Run().Select(execution => execution.EventId));
    }

    /// <summary>Two players' bets, deposits, reversals, repeats and tags, the same for the same seed; <paramref name="begin"/> writes what comes first.</summary>
    private static PlayerLog Random(int seed, Action<PlayerLog> begin)
    {
        var log = new PlayerLog();
        begin(log);
        log.Now = new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.Zero);
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            var player = random.Next(2) == 0 ? "ada" : "bob";
            var id = random.Next(10) == 0 && i > 0 ? $"{random.Next(i)}" : $"{i}";
            var amount = random.Next(1, 40) / 2m;
            log.Now = log.Now.AddSeconds(random.Next(0, 90));
            switch (random.Next(10))
            {
                case 0: log.Event(id, "deposit.approved", amount, e => e with { PlayerId = player }); break;
                case 1: log.Event($"back-{i}", "casino.bet", amount / 2, e => e with { PlayerId = player, Reverses = $"{random.Next(Math.Max(1, i))}" }); break;
                case 2: log.Event(id, "player.updated", null, e => e with { PlayerId = player, Update = new PlayerUpdate { AddTags = random.Next(2) == 0 ? ["vip"] : [], RemoveTags = random.Next(3) == 0 ? ["vip"] : [] } }); break;
                default: log.Event(id, "casino.bet", amount, e => e with { PlayerId = player }); break;
            }
        }

        return log;
    }

    /// <summary>A decision without its ids and versions.</summary>
    private static List<string> Told(IEnumerable<Execution> executions) =>
        [.. executions.Select(e => $"{e.PlayerId} {e.EventSource}/{(e.EventSource == "engage" ? "" : e.EventId)}/{e.EventType} x{e.Times} {e.Amount} left {e.Remainder} discarded {e.Discarded} [{string.Join(',', e.Flags)}] {e.QualificationDateMicros}-{e.QualificationValidityMicros} at {e.DecidedAtMicros}")];

    private static IReadOnlyList<Execution> Simulate(PlayerLog log, string draft) => Simulate(log, [draft]);

    private static IReadOnlyList<Execution> Simulate(PlayerLog log, string[] draft, HashSet<string>? ownActions = null, long fromMicros = long.MinValue, long toMicros = long.MaxValue)
    {
        using var simulated = new SimulatePartition(log.Retained(), DraftOf(draft), ownActions ?? [], fromMicros, toMicros);
        return simulated.Run();
    }

    private static Draft DraftOf(params string[] documents) => Draft.Of([.. documents.Select(document => DefinitionParser.Parse(CanonicalJson.Parse(document)))]);
}
