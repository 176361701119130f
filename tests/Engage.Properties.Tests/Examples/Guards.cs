using Engage.Contracts;
using Engage.Streams.Testing;

namespace Engage.Properties.Tests.Examples;

/// <summary>The worked examples of semantics 22 to 28 and 40 to 47, and of H, through the three workers.</summary>
public sealed class Guards : IDisposable
{
    private readonly Scenario scenario = new("2026-12-01T09:00:00Z");

    public void Dispose() => scenario.Dispose();

    private Scenario Rule(string more, string trigger = "{ event: casino.bet }") => scenario.Apply($"{{ kind: rule, id: r, trigger: {trigger}, {more} actions: [{{ give_points: {{ points: 1 }} }}] }}");

    private static PlayerEvent At(PlayerEvent happened, string time) => happened with { OccurredAtMicros = Scenario.Micros(time) };

    [Fact]
    public void Rule_22_once_in_a_lifetime_is_once_across_edits_pauses_replays_and_erasure()
    {
        const string once = "once_in_a_lifetime: true,";
        Rule(once, "{ event: player.login }");
        Assert.Equal([1, 0], [scenario.Send("player.login"), scenario.Send("player.login")]);

        Rule("name: edited, " + once, "{ event: player.login }");
        Assert.Equal(0, scenario.Send("player.login"));
        scenario.Pipeline.Accumulator.RewindGroupToStart();
        scenario.Pipeline.Materializer.RewindGroupToStart();
        Assert.Equal(0, scenario.Send("player.login"));
        scenario.Update(new PlayerUpdate { Erase = true });
        Assert.Equal(0, scenario.Send("player.login"));
        Assert.Single(scenario.Pipeline.Executions);
    }

    [Fact]
    public void Rule_22_with_accumulation_it_is_one_in_all_and_nothing_remains()
    {
        Rule("once_in_a_lifetime: true, accumulate: { field: amount, every: { EUR: 1 } },");

        var execution = Assert.Single(scenario.Executed("casino.bet", 37.2m));

        Assert.Equal((1, 0m, 0L), (execution.Times, execution.Remainder!.Value, execution.Discarded));
        Assert.Equal(0, scenario.Bet(37.2m));
    }

    [Fact]
    public void Rule_22_a_rule_that_executed_before_it_became_once_has_had_its_one()
    {
        Rule("");
        Assert.Equal(1, scenario.Bet(1));
        Rule("once_in_a_lifetime: true,");

        Assert.Equal(0, scenario.Bet(1));
    }

    [Theory]
    [InlineData("active: { until: 2026-12-31, time_zone: Europe/Stockholm },", "2026-12-31T22:59:59.999999Z", 1)]
    [InlineData("active: { until: 2026-12-31, time_zone: Europe/Stockholm },", "2026-12-31T23:00:00Z", 0)]
    [InlineData("active: { days: [fri], time_zone: Europe/Stockholm },", "2026-12-04T22:30:00Z", 1)]
    [InlineData("active: { days: [fri], time_zone: Europe/Stockholm },", "2026-12-04T23:30:00Z", 0)]
    [InlineData("active: { from: 2026-12-01T10:00, time_zone: Europe/Stockholm },", "2026-12-01T09:00:00Z", 1)]
    public void Rule_23_outside_its_period_a_rule_does_nothing(string active, string time, int times)
    {
        Rule(active);

        scenario.At(time);
        Assert.Equal(times, scenario.Bet(1));
    }

    [Theory, InlineData("ignore", 4), InlineData("restart", 6)]
    public void Rule_27_the_worked_example_of_qualifying_again(string requalify, int total)
    {
        Rule($"qualification: {{ event: deposit.approved, where: {{ amount: {{ gte: {{ EUR: 100 }} }} }}, period: 24h, iterations: 3, requalify: {requalify} }}, accumulate: {{ count: 5 }},");

        var executed = scenario.Bets(3);
        scenario.At("10:00:00").Deposit(100);
        executed += scenario.Bets(12);
        scenario.At("11:05:00").Deposit(150);
        executed += scenario.Bets(3);
        executed += scenario.Bets(50);
        scenario.At("12:30:00").Deposit(99.99m);
        scenario.At("12:31:00").Deposit(100);
        scenario.At("2026-12-02T12:30:59.999Z");
        executed += scenario.Bets(5);
        scenario.At("2026-12-02T12:31:00Z");
        executed += scenario.Bets(1);

        Assert.Equal(total, executed);
    }

    [Fact]
    public void Rule_24_the_qualifying_event_is_never_progress()
    {
        Rule("qualification: { event: deposit.approved, where: { amount: { gte: { EUR: 100 } } } }, accumulate: { field: amount, every: { EUR: 50 } },", "{ event: deposit.approved }");

        Assert.Equal([0, 2, 1], [scenario.Deposit(100), scenario.Deposit(120), scenario.Deposit(30)]);
    }

    [Fact]
    public void Rule_25_a_period_is_elapsed_time_also_when_clocks_change_and_is_judged_by_the_events_own_time()
    {
        using var autumn = new Scenario("2026-10-24T10:00:00Z");
        autumn.Apply("{ kind: rule, id: r, trigger: { event: casino.bet }, qualification: { event: deposit.approved, period: 24h }, active: { time_zone: Europe/Stockholm, from: 2026-01-01 }, actions: [{ give_points: { points: 1 } }] }");
        autumn.Deposit(10);

        Assert.Equal(1, autumn.At("2026-10-25T09:59:59.999999Z").Bet(1));
        Assert.Equal(0, autumn.At("2026-10-25T10:00:00Z").Bet(1));
        Assert.Equal(1, autumn.Bet(1, with: bet => At(bet, "2026-10-24T12:00:00Z")));
    }

    [Fact]
    public void Rule_26_iterations_cut_a_single_big_event()
    {
        Rule("qualification: { event: deposit.approved, iterations: 3 }, accumulate: { field: amount, every: { EUR: 10 } },");
        scenario.Deposit(1);

        var execution = Assert.Single(scenario.Executed("casino.bet", 105));

        Assert.Equal((3, 0m, 0L), (execution.Times, execution.Remainder!.Value, execution.Discarded));
        Assert.Equal(0, scenario.Bet(1000));
    }

    [Theory, InlineData("", null), InlineData(", period: 24h", "2026-12-02T09:00:00Z")]
    public void Rule_28_history_shows_the_qualification_and_how_long_it_is_valid(string period, string? until)
    {
        Rule($"qualification: {{ event: deposit.approved{period} }},");
        scenario.Deposit(1);

        var execution = Assert.Single(scenario.At("10:00:00").Executed("casino.bet", 1));

        Assert.Equal(Scenario.Micros("2026-12-01T09:00:00Z"), execution.QualificationDateMicros);
        Assert.Equal(until is null ? (long?)null : Scenario.Micros(until), execution.QualificationValidityMicros);
    }

    [Fact]
    public void Rule_28_ids_do_not_contain_the_version()
    {
        string IdUnder(string name)
        {
            using var other = new Scenario();
            other.Apply($"{{ kind: rule, id: r, name: first, trigger: {{ event: casino.bet }}, actions: [{{ give_points: {{ points: 1 }} }}] }}");
            if (name.Length > 0) other.Apply($"{{ kind: rule, id: r, name: {name}, trigger: {{ event: casino.bet }}, actions: [{{ give_points: {{ points: 1 }} }}] }}");
            return Assert.Single(other.Executed("casino.bet", 1)).ExecutionId;
        }

        Assert.Equal(IdUnder(""), IdUnder("second"));
    }

    [Fact]
    public void Rule_40_a_payment_that_repeats_its_id_counts_once_and_fires_once()
    {
        Rule("", "{ event: deposit.approved }");
        static PlayerEvent Payment(PlayerEvent payment) => payment with { EventId = "payment-1" };

        Assert.Equal([0, 1, 0, 0], new[] { "deposit.requested", "deposit.approved", "deposit.approved", "deposit.approved" }.Select(type => scenario.Send(type, 10, with: Payment)));
    }

    [Fact]
    public void Rule_40_a_backfilled_event_is_judged_by_rules_once_when_it_arrives_live_and_is_then_reversed_as_live()
    {
        Rule("accumulate: { field: amount, every: { EUR: 10 } },");
        PlayerEvent Old(PlayerEvent bet) => At(bet, "2026-11-30T09:00:00Z") with { EventId = "old" };

        Assert.Equal(0, scenario.Bet(15, with: bet => Old(bet) with { Backfill = true }));
        Assert.Equal([1, 0], [scenario.Bet(15, with: Old), scenario.Bet(15, with: Old)]);
        scenario.Reverse("old");
        Assert.Equal([0, 1], [scenario.Bet(14), scenario.Bet(6)]);
    }

    [Fact]
    public void Rule_40_a_reversed_twin_is_taken_from_the_window_in_which_it_was_counted()
    {
        scenario.Apply("""
            { kind: segment, id: s, where: { count: { event: casino.bet, within: 7d, gte: 1 } } }
            ---
            { kind: rule, id: r, segment: s, trigger: { event: player.login }, actions: [{ give_points: { points: 1 } }] }
            """);
        scenario.Send("player.login");
        PlayerEvent Old(PlayerEvent bet) => At(bet, "2026-11-26T09:00:00Z") with { EventId = "old" };
        scenario.Bet(1, with: bet => Old(bet) with { Backfill = true });
        Assert.Equal(1, scenario.Send("player.login"));
        scenario.Bet(1, with: Old); // Judged 72 h ago, being late; counted five days ago.
        scenario.Reverse("old");

        Assert.Equal(0, scenario.Send("player.login"));
        scenario.Bet(1);
        Assert.Equal(1, scenario.At("2026-12-04T10:00:00Z").Send("player.login"));
    }

    [Fact]
    public void Rule_41_the_total_does_not_depend_on_the_order_of_bets()
    {
        var bets = Enumerable.Range(1, 30).Select(bet => bet * 1.37m).ToArray();
        int Total(IEnumerable<decimal> amounts)
        {
            using var other = new Scenario();
            other.Apply("{ kind: rule, id: r, trigger: { event: casino.bet }, accumulate: { field: amount, every: { EUR: 10 } }, actions: [{ give_points: { points: 1 } }] }");
            return amounts.Sum(amount => other.Bet(amount));
        }

        var random = new Random(41);
        Assert.Equal([63, 63, 63], [Total(bets), Total(bets.Reverse()), Total(bets.OrderBy(_ => random.Next()).ToArray())]);
    }

    [Fact]
    public void Rule_42_late_events_count_and_only_their_messages_are_too_old()
    {
        scenario.Apply("{ kind: rule, id: r, trigger: { event: casino.bet }, actions: [{ give_points: { points: 1 } }, { send_slack: { to: \"#wins\", text: hello } }] }");

        Assert.Equal(1, scenario.Bet(1, with: bet => At(bet, "2026-12-01T07:59:59Z")));
        Assert.Equal([false, true], scenario.Actions.Select(action => action.TooOld));
        Assert.Equal(1, scenario.Bet(1, with: bet => At(bet, "2026-12-01T08:00:00Z")));
        Assert.Equal([false, false], scenario.Actions.Select(action => action.TooOld));
    }

    [Fact]
    public void Rule_42_backfill_moves_segments_and_fires_nothing()
    {
        scenario.Apply("""
            { kind: segment, id: s, where: { count: { event: casino.bet, gte: 1 } } }
            ---
            { kind: rule, id: r, segment: s, trigger: { event: "*" }, actions: [{ give_points: { points: 1 } }] }
            """);

        Assert.Equal(0, scenario.Bet(1, with: bet => At(bet, "2026-11-01T08:00:00Z") with { Backfill = true }));
        Assert.Equal(1, scenario.Send("player.login"));
    }

    public static TheoryData<CommitFault> Faults => [.. Enum.GetValues<CommitFault>()];

    [Theory, MemberData(nameof(Faults))]
    public void Rule_44_progress_and_the_execution_that_it_makes_commit_together(CommitFault fault)
    {
        Rule("accumulate: { field: amount, every: { EUR: 10 } },");
        Assert.Equal(0, scenario.Bet(6));

        scenario.Pipeline.Accumulator.FailNextCommit(fault);
        Assert.Equal(1, scenario.Bet(6));
        Assert.NotEmpty(scenario.Pipeline.Accumulator.Troubles); // The fault did happen.

        // Had the execution been told without its progress, or the other way round, the state of another disk would show it.
        scenario.Pipeline.Accumulator.CrashAndRestartElsewhere();
        Assert.Equal([0, 1], [scenario.Bet(7), scenario.Bet(1)]);
    }

    [Fact]
    public void Rule_43_a_rule_sees_events_after_its_marker_only()
    {
        scenario.Bet(9);
        Rule("accumulate: { field: amount, every: { EUR: 10 } },");

        Assert.Equal([0, 1], [scenario.Bet(9), scenario.Bet(1)]);
    }

    [Fact]
    public void Rule_47_an_erased_player_begins_anew_but_for_repeats_and_lifetime_rewards()
    {
        Rule("accumulate: { field: amount, every: { EUR: 10 } },");
        scenario.Bet(9);
        scenario.Update(new PlayerUpdate { Erase = true });

        Assert.Equal(0, scenario.Bet(9, with: bet => bet with { EventId = "e0" })); // A repeat still.
        Assert.Equal([0, 1], [scenario.Bet(9), scenario.Bet(1)]);
    }

    public static TheoryData<string, PlayerEvent> Invalid => new()
    {
        { "empty_id", Bad(bet => bet with { EventId = "" }) },
        { "empty_id", Bad(bet => bet with { Source = "" }) },
        { "empty_id", Bad(bet => bet with { Type = "" }) },
        { "negative_amount", Bad(bet => bet with { Amount = -0.01m }) },
        { "negative_amount", Bad(bet => bet with { Amounts = new Dictionary<string, decimal> { ["bonus"] = -1 } }) },
        { "invalid_currency", Bad(bet => bet with { Currency = "E" }) },
        { "invalid_currency", Bad(bet => bet with { Currency = "EUR-EUR" }) },
        { "invalid_rate", Bad(bet => bet with { ExchangeRate = 0, RateCurrency = "EUR" }) },
        { "rate_without_currency", Bad(bet => bet with { ExchangeRate = 1.1m }) },
        { "reverses_itself", Bad(bet => bet with { Reverses = "bad" }) },
        { "invalid_control", Bad(bet => bet with { Type = "engage.definitions" }) },
        { "invalid_control", Bad(bet => bet with { Type = "engage.unheard-of" }) },
    };

    [Theory, MemberData(nameof(Invalid))]
    public void Rule_H_an_invalid_event_goes_to_the_dead_letters_and_its_neighbours_go_on(string code, PlayerEvent bad)
    {
        Rule("");
        Assert.Equal(1, scenario.Bet(1));
        Assert.Equal(0, scenario.Bet(1, with: _ => bad));

        Assert.Equal([code], scenario.DeadLetters());
        Assert.Equal(1, scenario.Bet(1));
    }

    private static PlayerEvent Bad(Func<PlayerEvent, PlayerEvent> spoil) => spoil(new PlayerEvent
    {
        Source = "wallet",
        EventId = "bad",
        Type = "casino.bet",
        PlayerId = "ada",
        OccurredAtMicros = Scenario.Micros("2026-12-01T09:00:00Z"),
        Amount = 1,
        Currency = "EUR",
    });
}
