using System.Diagnostics.Metrics;
using Engage.Contracts;
using Engage.Streams;
using static Engage.Accumulator.Tests.AccumulatorScenario;

namespace Engage.Accumulator.Tests;

public sealed class TakeFiringsTests : IDisposable
{
    private const string EveryEuro = """{"accumulate":{"field":"amount","every":{"EUR":1}}}""";

    private readonly AccumulatorScenario accumulator = new();

    public void Dispose() => accumulator.Dispose();

    [Fact]
    public void Rule_4_points_multiply_and_messages_happen_once()
    {
        accumulator.Rule("r", EveryEuro, """[{"give_points":{"points":2}},{"send_slack":{"to":"#vip","text":"hi"}},{"give_bonus":{"bonus":"b"}},{"give_mini_game":{"mini_game":"wheel","spins":3,"repeatable":true}}]""");

        Assert.Equal(37, accumulator.Bet(37.20m));
        var actions = accumulator.Actions();

        Assert.Equal([("give_points", 37, 74m), ("send_slack", 1, null), ("give_bonus", 1, null), ("give_mini_game", 37, (decimal?)null)], actions.Select(action => (action.ActionType, action.Times, action.Points)));
        Assert.Equal(new Dictionary<string, string> { ["mini_game"] = "wheel", ["spins"] = "3" }, actions[3].Payload.ToDictionary());
        Assert.Equal([0, 1, 2, 3], actions.Select(action => action.ActionIndex));
        Assert.NotNull(actions[1].Event);
        Assert.Null(actions[0].Event);
    }

    [Fact]
    public void Rule_28_an_execution_says_all_that_history_shows()
    {
        accumulator.Rule("r", """{"segment":"everyone","accumulate":{"field":"amount","every":{"EUR":10}},"qualification":{"event":"casino.bet","period":"24h","iterations":5}}""");
        accumulator.Bet(0, "09:00", Qualification);

        var execution = Assert.Single(accumulator.Send(Event(25.5m, "bet-1", "10:00"), "r:1", e => e with { Flags = 1 }));

        Assert.Equal(("ada", "r", 1, null, "wallet", "bet-1", "casino.bet", null), (execution.PlayerId, execution.RuleId, execution.RuleVersion, execution.SegmentId, execution.EventSource, execution.EventId, execution.EventType, execution.RunId));
        Assert.Equal((2, 25.5m, "EUR", 5.5m, 0L), (execution.Times, execution.Amount, execution.Currency, execution.Remainder, execution.Discarded));
        Assert.Equal((At("10:00"), At("10:00") + 1_000, At("09:00"), At("+09:00")), (execution.OccurredAtMicros, execution.DecidedAtMicros, execution.QualificationDateMicros, execution.QualificationValidityMicros));
        Assert.Equal(["late"], execution.Flags);
        Assert.Equal(("wallet/bet-1/casino.bet", 0), (execution.RootId, execution.Depth));
        Assert.Equal(execution.ActionIds, accumulator.Actions().Select(action => action.ActionId));
    }

    [Fact]
    public void Ids_are_pinned_functions_of_rule_player_and_event()
    {
        accumulator.Rule("wagering-points", EveryEuro);

        var execution = Assert.Single(accumulator.Send(Event(1, "bet-1", player: "player-1") with { Source = "casino-wallet" }, "wagering-points:1"));

        Assert.Equal("55a06d7c-ac94-8499-b540-4844c12f9c44", execution.ExecutionId);
    }

    [Fact]
    public void Rule_0c_a_clamped_event_shows_its_judge_time_and_what_it_reported()
    {
        accumulator.Rule("r");

        var execution = Assert.Single(accumulator.Send(Event(1, at: "12:00"), "r:1", e => e with { Flags = 2, JudgedAtMicros = At("09:00") }));

        Assert.Equal((At("09:00"), At("12:00")), (execution.OccurredAtMicros, execution.ReportedAtMicros));
        Assert.Equal(["clamped"], execution.Flags);
    }

    [Fact]
    public void Rule_15_a_capped_execution_is_flagged_and_its_surplus_recorded()
    {
        accumulator.Rule("r", EveryEuro);

        var execution = Assert.Single(accumulator.Send(Event(2000.50m), "r:1"));

        Assert.Equal((1000, 1000L, 0.50m), (execution.Times, execution.Discarded, execution.Remainder));
        Assert.Equal(["capped"], execution.Flags);
    }

    [Fact]
    public void Rule_16_a_currency_without_a_step_contributes_nothing_and_is_counted_by_rule()
    {
        var counted = new List<object?>();
        using var listener = new MeterListener { InstrumentPublished = static (instrument, watching) => { if (instrument.Name == "engage_no_step_total") watching.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, amount, tags, _) => counted.AddRange(Enumerable.Repeat(tags[0].Value, (int)amount)));
        listener.Start();
        accumulator.Rule("euros-only", EveryEuro);

        Assert.Empty(accumulator.Send(Event(500), "euros-only:1", e => e with { Currency = "SEK" }));
        Assert.Single(accumulator.Send(Event(1), "euros-only:1"));

        Assert.Equal(["euros-only"], counted.Where(static rule => rule is "euros-only"));
    }

    [Fact]
    public void Rule_18_progress_taken_back_must_be_won_again()
    {
        accumulator.Rule("r", EveryEuro);

        Assert.Equal(10, accumulator.Bet(10.5m));
        Assert.Empty(accumulator.Reverse(accumulator.LastPosition, 10.5m, "r:4:1"));
        Assert.Equal(0, accumulator.Bet(10));
        Assert.Equal(1, accumulator.Bet(1));
    }

    [Fact]
    public void Rule_18_a_paused_rule_still_loses_what_is_taken_back()
    {
        accumulator.Rule("r", EveryEuro);
        accumulator.Bet(0.9m);
        accumulator.Rule("r", EveryEuro, status: "paused");

        accumulator.Reverse(0, 0.9m, "r:4:1");
        accumulator.Rule("r", EveryEuro);

        Assert.Equal(0, accumulator.Bet(0.9m));
    }

    [Fact]
    public void Rule_18_reversing_the_qualifying_event_ends_the_qualification()
    {
        accumulator.Rule("r", """{"qualification":{"event":"deposit.approved"}}""");
        accumulator.Bet(100, roles: Qualification);
        Assert.Equal(1, accumulator.Bet());

        accumulator.Reverse(0, 100, "r:8:1");

        Assert.Equal(0, accumulator.Bet());
    }

    [Fact]
    public void Rule_21_a_new_version_scales_what_is_kept_at_its_first_event()
    {
        accumulator.Rule("r", """{"accumulate":{"field":"amount","every":{"EUR":10}}}""");
        accumulator.Bet(9.50m);
        accumulator.Rule("r", """{"accumulate":{"field":"amount","every":{"EUR":5}}}""");

        var execution = Assert.Single(accumulator.Send(Event(0.50m), "r:1"));

        Assert.Equal((2, 1, 0.25m), (execution.RuleVersion, execution.Times, execution.Remainder));
    }

    [Fact]
    public void Rule_22_a_rewound_group_decides_nothing_twice()
    {
        accumulator.Rule("r", EveryEuro);
        accumulator.Bet(10.5m);
        accumulator.Bet(1);

        accumulator.Driver.RewindGroupToStart();

        Assert.Empty(accumulator.Executions());
        Assert.Equal(1, accumulator.Bet(0.5m));
    }

    [Fact]
    public void Rule_22_a_firing_at_a_position_that_was_taken_is_ignored_and_derived_ones_behind_it_are_not()
    {
        accumulator.Rule("r");

        Assert.Single(accumulator.Send(Event(), "r:1", e => e with { Position = 5 }));
        Assert.Empty(accumulator.Send(Event(), "r:1", e => e with { Position = 5 }));
        Assert.Empty(accumulator.Send(Event(), "r:1", e => e with { Position = 4 }));
        Assert.Single(accumulator.Send(Event(), "r:1", e => e with { Position = 5, Index = 1 }));
    }

    [Fact]
    public void Rule_22_once_in_a_lifetime_survives_a_crash_to_an_empty_disk()
    {
        accumulator.Rule("r", """{"once_in_a_lifetime":true}""");
        Assert.Equal(1, accumulator.Bet());

        accumulator.Driver.CrashAndRestartElsewhere();

        Assert.Equal(0, accumulator.Bet());
        Assert.Equal(1, accumulator.Bet(player: "bob"));
    }

    [Fact]
    public void Rule_27_the_worked_example_runs_through_the_worker()
    {
        accumulator.Rule("r", """{"accumulate":{"count":5},"qualification":{"event":"deposit.approved","period":"24h","iterations":3}}""");

        Assert.Equal(0, accumulator.Bets(3, "09:00"));
        accumulator.Bet(100, "10:00", Qualification);
        Assert.Equal(2, accumulator.Bets(12, "10:30"));
        accumulator.Bet(150, "11:05", Qualification);
        Assert.Equal(1, accumulator.Bets(3, "11:10"));
        Assert.Equal(0, accumulator.Bets(50, "11:20"));
        accumulator.Bet(100, "12:31", Qualification);
        Assert.Equal(1, accumulator.Bets(5, "+12:30:59.999"));
        Assert.Equal(0, accumulator.Bets(1, "+12:31:00.000"));
    }

    [Fact]
    public void Rule_32_a_scheduled_execution_shows_run_and_due_time_and_no_event()
    {
        accumulator.Rule("r");
        var member = Event(eventId: "r/2026-12-01T08:00:00Z", at: "09:10", type: "engage.scheduled") with
        {
            Source = "engage",
            Attributes = new Dictionary<string, AttributeValue>
            {
                ["run_id"] = AttributeValue.FromString("r/2026-12-01T08:00:00Z"),
                ["rule_id"] = AttributeValue.FromString("r"),
                ["due"] = AttributeValue.FromLong(At("08:00")),
            },
        };

        var execution = Assert.Single(accumulator.Send(member, "r:1", e => e with { Flags = 32 }));

        Assert.Equal(("r/2026-12-01T08:00:00Z", null, null, null), (execution.RunId, execution.EventSource, execution.EventId, execution.EventType));
        Assert.Equal((At("08:00"), null, null), (execution.OccurredAtMicros, execution.Amount, execution.Currency));
    }

    [Fact]
    public void Rule_42_lateness_ends_actions_and_never_the_decision()
    {
        accumulator.Rule("r", actions: """[{"give_points":{"points":1}},{"send_sms":{"text":"hi"}},{"send_sms":{"text":"hi","max_age":"none","expires_after":"none"}}]""");

        Assert.Single(accumulator.Send(Event(at: "09:00"), "r:1", e => e with { IngestedAtMicros = At("10:00") + 1 }));
        var actions = accumulator.Actions();

        Assert.Equal([false, true, false], actions.Select(action => action.TooOld));
        Assert.Equal([null, At("14:00") + 1, null], actions.Select(action => action.ExpiresAtMicros));
        Assert.All(actions, action => Assert.Equal((7L, 0L, 0L), (action.ProfileVersion, action.DefinitionsOffset, action.Position)));
    }

    [Fact]
    public void Rule_5_rules_that_tag_each_other_execute_once_per_root()
    {
        accumulator.Rule("a", actions: """[{"tag_player":{"tag":"y"}}]""").Rule("b", actions: """[{"tag_player":{"tag":"x"}}]""");

        Assert.Single(accumulator.Send(Tag("x", "seed#x", "wallet/seed/casino.bet", 1), "a:1", Derived));
        Assert.Single(accumulator.Send(Tag("y", "action-1#y", "wallet/seed/casino.bet", 2), "b:1", Derived));
        Assert.Empty(accumulator.Send(Tag("x", "action-2#x", "wallet/seed/casino.bet", 3), "a:1", Derived));
        Assert.Single(accumulator.Send(Tag("x", "other#x", "wallet/other/casino.bet", 1), "a:1", Derived));

        static EnrichedEvent Derived(EnrichedEvent e) => e with { Flags = 8, Index = 1 };
    }

    [Fact]
    public void Rule_5_an_event_whose_execution_tags_is_the_root_of_a_chain_for_every_rule_it_executed()
    {
        accumulator.Rule("a").Rule("b", actions: """[{"tag_player":{"tag":"y"}}]""");

        Assert.Equal(2, accumulator.Send(Event(eventId: "seed"), "a:1 b:1").Count);

        Assert.Empty(accumulator.Send(Tag("y", "action-1#y", "wallet/seed/casino.bet", 1), "a:1", e => e with { Flags = 8, Index = 1 }));
    }

    [Fact]
    public void Rule_5_a_chain_is_forgotten_after_the_dedupe_horizon()
    {
        accumulator.Rule("a", actions: """[{"tag_player":{"tag":"y"}}]""");
        accumulator.Send(Event(eventId: "seed"), "a:1");
        accumulator.Send(Event(eventId: "later"), "a:1", e => e with { IngestedAtMicros = e.IngestedAtMicros + (8L * 86_400_000_000) });

        Assert.Single(accumulator.Send(Tag("y", "x#y", "wallet/seed/casino.bet", 1), "a:1", e => e with { Flags = 8, Index = 1 }));
        Assert.Empty(accumulator.Send(Tag("y", "x#y", "wallet/later/casino.bet", 1), "a:1", e => e with { Flags = 8, Index = 1 }));
    }

    [Fact]
    public void A_derived_event_has_an_execution_per_cause_and_tag()
    {
        accumulator.Rule("r");
        string[] ids =
        [
            .. accumulator.Send(Tag("x", "seed#x", "wallet/seed/casino.bet", 1), "r:1", e => e with { Flags = 8, Index = 1 }).Select(e => e.ExecutionId),
            .. accumulator.Send(Tag("x", "seed#x", "wallet/seed/deposit", 1), "r:1", e => e with { Flags = 8, Index = 1 }).Select(e => e.ExecutionId),
            .. accumulator.Send(Tag("x", "seed#x", "engage/run/engage.scheduled", 1), "r:1", e => e with { Flags = 8, Index = 1 }).Select(e => e.ExecutionId),
        ];

        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public void Rule_47_erasure_forgets_progress_and_keeps_what_was_earned_once()
    {
        accumulator.Rule("once", """{"once_in_a_lifetime":true}""").Rule("r", """{"accumulate":{"field":"amount","every":{"EUR":10}}}""");
        Assert.Equal(1, accumulator.Bet(rule: "once"));
        accumulator.Bet(9);

        accumulator.Feed(Event(), "", e => e with { Flags = 16 });

        Assert.Empty(accumulator.Driver.Dump(Stores.Players, 0));
        Assert.DoesNotContain(accumulator.Driver.Dump(Stores.Erased, 0), entry => entry.Key.AsSpan().IndexOf("ada"u8) >= 0);
        Assert.Equal(0, accumulator.Bet(1));
        Assert.Equal(0, accumulator.Bet(rule: "once"));
        Assert.Equal(1, accumulator.Bet(rule: "once", player: "bob"));
    }

    [Fact]
    public void Rule_47_a_second_erasure_forgets_nothing_that_the_first_kept()
    {
        accumulator.Rule("once", """{"once_in_a_lifetime":true}""").Rule("r");
        accumulator.Bet(rule: "once");

        accumulator.Feed(Event(), "", e => e with { Flags = 16 });
        accumulator.Feed(Event(), "", e => e with { Flags = 16 });

        Assert.Equal(0, accumulator.Bet(rule: "once"));
    }

    [Fact]
    public void A_rule_that_throws_is_set_aside_alone_until_it_is_edited()
    {
        const string Absurd = """{"accumulate":{"field":"amount","every":{"EUR":0.00000001},"max_executions_per_event":1,"overflow":"carry"}}""";
        accumulator.Rule("bad", Absurd).Rule("good");

        var executed = accumulator.Send(Event(99_999_999_999_999_999_999m), "bad:1 good:1");
        executed = [.. executed, .. accumulator.Send(Event(99_999_999_999_999_999_999m), "bad:1 good:1")];
        Assert.Equal(["bad", "good", "good"], executed.Select(execution => execution.RuleId));

        accumulator.Driver.CrashAndRestartElsewhere();
        Assert.Equal(["good"], accumulator.Send(Event(1), "bad:1 good:1").Select(execution => execution.RuleId));

        accumulator.Rule("bad", """{"accumulate":{"count":1}}""");
        Assert.Equal(["bad", "good"], accumulator.Send(Event(1), "bad:1 good:1").Select(execution => execution.RuleId));
    }

    [Fact]
    public void A_player_with_many_rules_is_kept_in_buckets_and_forgotten_whole()
    {
        var rules = Enumerable.Range(0, 200).Select(i => $"rule-{i:d3}").ToArray();
        foreach (var rule in rules) accumulator.Rule(rule, """{"accumulate":{"field":"amount","every":{"EUR":10}}}""");
        var all = string.Join(' ', rules.Select(rule => rule + ":1"));

        Assert.Empty(accumulator.Send(Event(9.5m), all));
        Assert.Equal(200, accumulator.Send(Event(0.5m), all).Count);
        Assert.Empty(accumulator.Send(Event(9.9m), all));
        Assert.All(accumulator.Driver.Dump(Stores.Buckets, 0), entry => Assert.InRange(entry.Value.Length, 1, Domain.PlayerRow.MaxProgressBytes));
        Assert.NotEmpty(accumulator.Driver.Dump(Stores.Buckets, 0));

        accumulator.Driver.CrashAndRestartElsewhere();
        Assert.Equal(1, accumulator.Bet(0.1m, rule: "rule-100"));

        accumulator.Feed(Event(), "", e => e with { Flags = 16 });
        Assert.Empty(accumulator.Driver.Dump(Stores.Buckets, 0));
    }

    [Fact]
    public void A_commit_that_is_refused_leaves_neither_progress_nor_actions_behind()
    {
        accumulator.Rule("r", EveryEuro);
        accumulator.Driver.FailNextCommit(Streams.Testing.CommitFault.Refused);

        Assert.Equal(10, accumulator.Bet(10.5m));
        Assert.Equal(1, accumulator.Bet(0.5m));
        Assert.Equal(2, accumulator.Actions().Count);
    }

    [Fact]
    public void A_trace_that_the_event_brought_goes_on_with_its_execution_and_actions()
    {
        accumulator.Rule("r");
        var trace = new HeaderBuffer().Add("traceparent", "00-1-2-01");

        accumulator.Feed(Event(), "r:1", headers: trace).Feed(Event(), "r:1");

        Assert.Equal(["00-1-2-01", null], accumulator.Driver.Read(Topics.Topics.Executions).Select(record => record.Headers.GetValueOrDefault("traceparent")));
        Assert.Equal(["00-1-2-01", null], accumulator.Driver.Read(Topics.Topics.Actions).Select(record => record.Headers.GetValueOrDefault("traceparent")));
    }

    [Fact]
    public void The_flow_is_as_the_map_has_it() => Assert.Equal(
        """
        worker accumulator
          table   definitions
          read    rule-firings
          process take firings
          keep    players#1 -> accumulator-changelog
          keep    buckets#2 -> accumulator-changelog
          keep    erased#3 -> accumulator-changelog
          keep    partition#4 -> accumulator-changelog
          keep    quarantine#5 ordered -> accumulator-changelog
          write   executions
          write   actions
          reject  dead-letters

        """,
        AccumulatorTopology.Build(new()).Describe());

    private static PlayerEvent Tag(string tag, string eventId, string root, int depth) => Event(eventId: eventId, type: "tag.added") with
    {
        Source = "engage",
        RootId = root,
        Depth = depth,
        Attributes = new Dictionary<string, AttributeValue> { ["tag"] = AttributeValue.FromString(tag) },
    };
}
