using Engage.Cli.Explain;
using Engage.Contracts;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Cli.Tests.Offline;

public sealed class Explanations
{
    private const string Vips = """{"kind":"segment","id":"vips","where":{"profile.vip_level":{"in":["gold","platinum"]}}}""";
    private const string Points = """{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"accumulate":{"field":"amount","every":{"EUR":10}},"actions":[{"give_points":{"points":1}}]}""";

    [Fact]
    public void Rule_45_an_execution_is_told_with_its_gates_and_what_became_of_its_actions()
    {
        var log = new PlayerLog().Apply(Points).Event("1", amount: 4).Event("2", amount: 30);
        var recorded = Recorded(log);
        var execution = LiveRun.Of(log).Single();
        recorded.Add(new ActionResult
        {
            ResultId = "d",
            DeliveryId = "d",
            Seq = 1,
            Final = true,
            ActionId = execution.ActionIds[0],
            ExecutionId = execution.ExecutionId,
            PlayerId = "ada",
            RuleId = "r",
            RuleVersion = 1,
            ActionIndex = 0,
            ActionType = "give_points",
            Times = 3,
            Channel = "platform",
            Status = "delivered",
            Attempt = 1,
            OccurredAtMicros = 1,
            DecidedAtMicros = 1,
            FinishedAtMicros = 1,
        });

        var answer = Explain(log, recorded, "2");

        Assert.Equal(("executed", "executed"), (answer.Verdict, answer.Reason));
        Assert.Equal(["received", "definitions", "status", "backfill", "depth", "type", "period", "segment", "conditions", "currency", "step", "progress", "cap", "execution", "action 1"], answer.Gates.Select(gate => gate.Name));
        Assert.Equal("4 kept before, 4 after; step 10", Detail(answer, "progress"));
        Assert.StartsWith("3 times, version 1", Detail(answer, "execution"), StringComparison.Ordinal);
        Assert.Equal("delivered", answer.Gates[^1].Verdict);
        Assert.Equal("pending", Explain(log, Recorded(log), "2").Gates[^1].Verdict);
    }

    [Theory, InlineData(1), InlineData(0)]
    public void Rule_45_history_that_was_loaded_is_not_said_to_have_executed_what_the_live_event_did(int secondsBetween)
    {
        static PlayerEvent Old(PlayerEvent bet) => bet with { OccurredAtMicros = PlayerLog.Time("08:00:00").ToUnixTimeMilliseconds() * 1000 };
        var log = new PlayerLog().Apply(Points).Event("1", amount: 30, change: bet => Old(bet) with { Backfill = true });
        log.Now = log.Now.AddSeconds(secondsBetween - 1);
        log.Event("1", amount: 30, change: Old);

        var answers = new ExplainRule(log.Retained(), log.Definitions, Recorded(log), "r").Run();

        Assert.Equal([("not_executed", "backfill"), ("executed", "executed")], answers.Select(answer => (answer.Verdict, answer.Reason)));
    }

    /// <summary>One row per reason: what the rule is, what happened, and the words of the refusing gate.</summary>
    public static TheoryData<string, string, string, string> Refusals => new()
    {
        { "paused", "status", "not_live", "paused" },
        { "other type", "type", "other_type", "sport.bet is not casino.bet" },
        { "before period", "period", "outside_period", "2026-12-01T09:00:02Z is before its start 2026-12-24T00:00:00Z" },
        { "segment", "segment", "not_in_segment", "not in vips: profile.vip_level in ['gold', 'platinum']: No (actual: 'silver')" },
        { "conditions", "conditions", "conditions_not_met", "amount gte 50: No (actual: 4 EUR)" },
        { "backfill", "backfill", "backfill", "loaded as backfill: it tells state what was and fires nothing" },
        { "repeat", "dedupe", "repeat", "an accepted event with the same source, id and type came before it" },
        { "invalid", "valid", "negative_amount", "amount must not be below 0; a reversal states what it takes back as a positive amount" },
        { "below step", "progress", "below_step", "0 kept before, 4 after; step 10" },
        { "no step", "step", "no_step:SEK", "the rule has no step for SEK" },
        { "no currency", "currency", "no_currency", "neither the event nor the player's profile names a currency" },
        { "no amount", "amount", "no_amount", "the event carries none of the amounts that the rule counts" },
        { "once", "once", "once_in_a_lifetime", "the rule executes once in a lifetime and has done so for this player" },
        { "not qualified", "qualification", "not_qualified", "no qualification is held" },
        { "ran out", "qualification", "qualification_ran_out", "the qualification of 2026-12-01T09:00:01Z ran out at 2026-12-01T09:01:01Z" },
        { "began", "qualification", "qualification_began", "the event began the qualification and is no progress itself, until 2026-12-01T09:01:01Z" },
        { "unmatched", "reversal", "reversal_unmatched", "there is no open original nothing of the same source and type" },
        { "taken back", "reversal", "reversal_taken", "8 kept before, 4 after; step 10" },
        { "chain", "chain", "repeated_in_chain", "the rule has executed in the same chain of tag changes" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void Rule_45_each_no_names_the_gate_the_reason_and_the_value(string what, string gate, string reason, string detail)
    {
        var log = LogOf(what);
        var answers = Run(log, what == "chain" ? new RecordedFacts() : Recorded(log)); // In a live run the tag effect would have taken the next position.
        var answer = answers.Last(answer => answer.Event.Id != "seed");

        Assert.Equal((EventExplanation.NotExecuted, reason, detail), (answer.Verdict, answer.Reason, answer.Detail));
        Assert.Contains(answer.Gates, told => told.Name == gate && told.Verdict == ExplainedGate.No && told.Reason == reason);
    }

    [Fact]
    public void A_condition_on_history_shows_the_count_that_was_found_including_the_event()
    {
        var log = new PlayerLog()
            .Apply("""{"kind":"segment","id":"busy","where":{"count":{"event":"casino.bet","within":"1h","gte":3}}}""")
            .Apply("""{"kind":"rule","id":"r","segment":"busy","trigger":{"event":"casino.bet"},"actions":[{"reset_points":{}}]}""")
            .Event("1").Event("2");

        Assert.Contains("(actual: 2)", Explain(log, Recorded(log), "2").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_45_where_the_state_of_that_time_is_gone_the_answer_says_so()
    {
        var log = new PlayerLog().Apply(Points).Event("1", amount: 9).RepeatMarker().Event("2", amount: 1);
        var recorded = Recorded(log); // Live, 9 + 1 made one execution.

        var answer = Run(log.Retained(from: 2), log, recorded).Single();

        Assert.Equal(EventExplanation.Executed, answer.Verdict);
        Assert.Contains(answer.Gates, gate => gate is { Verdict: ExplainedGate.Unknown, Reason: "state_gone" } && gate.Detail.Contains("2026-12-01T09:00:02Z", StringComparison.Ordinal));
        Assert.DoesNotContain(Explain(log, recorded, "2").Gates, gate => gate.Verdict == ExplainedGate.Unknown);
    }

    [Fact]
    public void What_the_materializer_recorded_stands_above_a_log_that_was_cut()
    {
        var log = new PlayerLog().Apply(Vips).Apply("""{"kind":"rule","id":"r","segment":"vips","trigger":{"event":"casino.bet"},"actions":[{"reset_points":{}}]}""")
            .Event("1", change: e => e with { Update = new PlayerUpdate { Set = new Dictionary<string, AttributeValue> { ["vip_level"] = AttributeValue.FromString("gold") } } })
            .RepeatMarker().Event("2");

        // The profile is gone from the log; that ada was a VIP stands on enriched-events.
        Assert.Equal(EventExplanation.Executed, Run(log.Retained(from: 3), log, Recorded(log)).Single().Verdict);
        Assert.Equal("not_in_segment", Run(log.Retained(from: 3), log, new RecordedFacts()).Single().Reason); // The control.
    }

    [Fact]
    public void An_execution_that_is_not_recorded_yet_is_no_yes()
    {
        var log = new PlayerLog().Apply(Points).Event("1", amount: 10);

        Assert.Equal((EventExplanation.Unknown, "not_recorded"), (Explain(log, new RecordedFacts(), "1").Verdict, Explain(log, new RecordedFacts(), "1").Reason));
    }

    [Theory]
    [InlineData("wallet/4711/casino.bet", "wallet", "4711", "casino.bet")]
    [InlineData("engage/monday/2026-12-07T08:00:00Z/engage.scheduled", "engage", "monday/2026-12-07T08:00:00Z", "engage.scheduled")]
    [InlineData("wallet/a%2Fb/casino.bet", "wallet", "a/b", "casino.bet")]
    public void An_event_is_named_by_source_id_and_type(string text, string source, string id, string type) =>
        Assert.Equal(new EventName(source, id, type), EventName.Parse(text));

    private static PlayerLog LogOf(string what)
    {
        var log = new PlayerLog();
        switch (what)
        {
            case "paused": return log.Apply(Points).Apply(Points, status: "paused").Event("1", amount: 10);
            case "other type": return log.Apply(Points).Event("1", "sport.bet", 10);
            case "before period": return log.Apply(Vips).Apply(Trigger("""
                "active":{"from":"2026-12-24"}
                """)).Event("1");
            case "segment":
                return log.Apply(Vips).Apply(Trigger("""
                    "segment":"vips"
                    """)).Event("1", change: e => e with { Update = new PlayerUpdate { Set = new Dictionary<string, AttributeValue> { ["vip_level"] = AttributeValue.FromString("silver") } } });
            case "conditions": return log.Apply("""{"kind":"rule","id":"r","trigger":{"event":"casino.bet","where":{"amount":{"gte":50}}},"actions":[{"reset_points":{}}]}""").Event("1", amount: 4);
            case "backfill": return log.Apply(Points).Event("1", amount: 10, change: e => e with { Backfill = true });
            case "repeat": return log.Apply(Points).Event("1", amount: 1).Event("1", amount: 1);
            case "invalid": return log.Apply(Points).Event("1", amount: -1);
            case "below step": return log.Apply(Points).Event("1", amount: 4);
            case "no step": return log.Apply(Points).Event("1", amount: 4, change: e => e with { Currency = "SEK" });
            case "no currency": return log.Apply(Points).Event("1", amount: 4, change: e => e with { Currency = null });
            case "no amount": return log.Apply(Points).Event("1");
            case "once": return log.Apply(Trigger("""
                "once_in_a_lifetime":true
                """)).Event("seed").Event("1");
            case "not qualified": return log.Apply(Qualified).Event("1");
            case "ran out":
                log.Apply(Qualified).Event("seed", "deposit.approved");
                log.Now = log.Now.AddSeconds(60);
                return log.Event("1");
            case "began": return log.Apply(Qualified).Event("1", "deposit.approved");
            case "unmatched": return log.Apply(Points).Event("1", amount: 4, change: e => e with { Reverses = "nothing" });
            case "taken back": return log.Apply(Points).Event("0", amount: 8).Event("1", amount: 4, change: e => e with { Reverses = "0" });
            case "chain":
                log.Apply("""{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"actions":[{"tag_player":{"tag":"x"}}]}""").Event("seed");
                return log.Event("1", change: e => e with { RootId = "wallet/seed/casino.bet", Depth = 1 });
            default: throw new ArgumentOutOfRangeException(nameof(what), what, "no such row");
        }
    }

    private const string Qualified = """{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"qualification":{"event":"deposit.approved","period":"60s"},"actions":[{"reset_points":{}}]}""";

    private static string Trigger(string further) => $$$"""{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},{{{further.Trim()}}},"actions":[{"reset_points":{}}]}""";

    /// <summary>What the workers wrote while the whole log went through them.</summary>
    private static RecordedFacts Recorded(PlayerLog log)
    {
        var recorded = new RecordedFacts();
        foreach (var execution in LiveRun.Of(log)) recorded.Add(execution);
        foreach (var enriched in LiveRun.EnrichedOf(log)) recorded.AddEnriched(PlayerLog.Bytes(EngageTopics.EnrichedEvents.Wire, enriched));
        return recorded;
    }

    private static IReadOnlyList<EventExplanation> Run(PlayerLog log, RecordedFacts recorded) => Run(log.Retained(), log, recorded);

    private static IReadOnlyList<EventExplanation> Run(Engage.Cli.Offline.RetainedLog retained, PlayerLog log, RecordedFacts recorded) => new ExplainRule(retained, log.Definitions, recorded, "r").Run();

    private static EventExplanation Explain(PlayerLog log, RecordedFacts recorded, string id) => Run(log, recorded).Last(answer => answer.Event.Id == id);

    private static string Detail(EventExplanation answer, string gate) => answer.Gates.Single(told => told.Name == gate).Detail;
}
