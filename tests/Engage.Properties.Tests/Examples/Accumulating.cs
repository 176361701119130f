using Engage.Contracts;

namespace Engage.Properties.Tests.Examples;

/// <summary>The worked examples of semantics 12 to 21, through the three workers.</summary>
public sealed class Accumulating : IDisposable
{
    private readonly Scenario scenario = new();

    public void Dispose() => scenario.Dispose();

    private Scenario Rule(string accumulate, string more = "") =>
        scenario.Apply($"{{ kind: rule, id: r, {more} trigger: {{ event: [casino.bet, deposit.approved] }}, accumulate: {accumulate}, actions: [{{ give_points: {{ points: 1 }} }}] }}");

    private Scenario Step(string step, string more = "") => Rule($"{{ field: amount, every: {step} {more} }}");

    [Theory]
    [InlineData("EUR", new[] { 0, 0, 1, 3 })]
    [InlineData("GBP", new[] { 0, 1, 0, 4 })]
    [InlineData("USD", new[] { 0, 0, 1, 2 })]
    public void Rule_12_each_currency_has_its_step(string currency, int[] executions)
    {
        Step("{ EUR: 10, GBP: 8, USD: 12 }");

        Assert.Equal(executions, new[] { 4m, 4m, 4m, 30.5m }.Select(amount => scenario.Bet(amount, currency)));
    }

    [Fact]
    public void Rule_13_amounts_are_decimals()
    {
        Step("{ EUR: 10 }");

        Assert.Equal(1, Enumerable.Range(0, 100).Sum(_ => scenario.Bet(0.10m)));
    }

    [Theory]
    [InlineData("1", 10.50, 10, 0.50)]
    [InlineData("10", 10.50, 1, 0.50)]
    [InlineData("10", 2000, 200, 0)]
    public void Rule_14_one_event_completes_many_steps(string step, double amount, int times, double left)
    {
        Step($"{{ EUR: {step} }}");

        var execution = Assert.Single(scenario.Executed("casino.bet", (decimal)amount));

        Assert.Equal((times, (decimal)left), (execution.Times, execution.Remainder!.Value));
    }

    [Theory]
    [InlineData(new[] { 2000.0 }, 1000, 1000, 0)]
    [InlineData(new[] { 2000.50 }, 1000, 1000, 0.50)]
    [InlineData(new[] { 0.70, 999.50 }, 1000, 0, 0.20)]
    [InlineData(new[] { 0.70, 1000.50 }, 1000, 1, 0.20)]
    public void Rule_15_surplus_steps_of_one_event_are_discarded(double[] bets, int times, long discarded, double left)
    {
        Step("{ EUR: 1 }");
        foreach (var bet in bets[..^1]) scenario.Bet((decimal)bet);

        var execution = Assert.Single(scenario.Executed("casino.bet", (decimal)bets[^1]));

        Assert.Equal((times, discarded, (decimal)left), (execution.Times, execution.Discarded, execution.Remainder!.Value));
        Assert.Equal(discarded > 0 ? ["capped"] : [], execution.Flags);
    }

    [Fact]
    public void Rule_15_the_cap_is_per_event_and_carry_keeps_the_surplus()
    {
        Step("{ EUR: 1 }");
        Assert.Equal(2000, scenario.Bet(1500) + scenario.Bet(1500));

        Step("{ EUR: 1 }", ", overflow: carry");
        Assert.Equal([1000, 501], [scenario.Bet(1500), scenario.Bet(1)]);
    }

    [Fact]
    public void Rule_16_a_changed_wallet_leaves_the_old_remainder_under_the_old_currency()
    {
        static PlayerUpdate Wallet(string currency) => new() { Set = new Dictionary<string, AttributeValue> { ["currency"] = AttributeValue.FromString(currency) } };
        Step("{ EUR: 10, GBP: 8 }");
        scenario.Update(Wallet("EUR"));
        Assert.Equal(0, scenario.Bet(9, currency: null));
        scenario.Update(Wallet("GBP"));
        Assert.Equal([0, 1], [scenario.Bet(4, currency: null), scenario.Bet(4, currency: null)]);
        Assert.Equal(0, scenario.Bet(1000, "SEK"));
        scenario.Update(Wallet("EUR"));
        Assert.Equal(1, scenario.Bet(1, currency: null));
    }

    [Fact]
    public void Rule_17_a_bonus_stake_counts_only_where_the_rule_names_it()
    {
        static PlayerEvent Bonus(PlayerEvent bet) => bet with { Amounts = new Dictionary<string, decimal> { ["bonus"] = 10 } };
        Step("{ EUR: 10 }");
        Assert.Equal(0, scenario.Bet(5, with: Bonus));

        Rule("{ field: [amount, amounts.bonus], every: { EUR: 10 } }");
        Assert.Equal(1, scenario.Bet(5, with: Bonus));
    }

    [Fact]
    public void Rule_18_a_rule_pays_again_only_when_net_exceeds_what_was_paid_for()
    {
        Step("{ EUR: 1 }");

        Assert.Equal([10, 0, 0, 1], [scenario.Bet(10.5m), scenario.Reverse("e0"), scenario.Bet(10), scenario.Bet(1)]);
    }

    [Fact]
    public void Rule_18_a_reversal_is_judged_on_its_originals_segments()
    {
        scenario.Apply("""
            { kind: segment, id: s, where: { count: { event: deposit.approved, gt: 1 } } }
            ---
            { kind: rule, id: r, segment: s, trigger: { event: deposit.approved }, accumulate: { field: amount, every: { EUR: 10 } }, actions: [{ give_points: { points: 1 } }] }
            """);

        Assert.Equal([0, 10, 0, 0], [scenario.Deposit(10), scenario.Deposit(100), scenario.Reverse("e1", type: "deposit.approved"), scenario.Deposit(100)]);
    }

    [Fact]
    public void Rule_18_discarded_steps_count_as_paid_for()
    {
        Step("{ EUR: 1 }");

        Assert.Equal([1000, 0, 0], [scenario.Bet(2000), scenario.Reverse("e0"), scenario.Bet(1500)]);
    }

    [Fact]
    public void Rule_18_a_partial_reversal_takes_what_it_names()
    {
        scenario.Apply("{ kind: rule, id: r, trigger: { event: casino.bet, where: { amount: { gte: 50, currency: EUR } } }, accumulate: { field: amount, every: { EUR: 100 } }, actions: [{ give_points: { points: 1 } }] }");

        Assert.Equal([0, 0, 0, 1], [scenario.Bet(90), scenario.Reverse("e0", 40), scenario.Bet(49), scenario.Bet(50)]);
    }

    [Fact]
    public void Rule_18_a_reversal_of_what_rules_never_judged_takes_nothing_of_their_progress()
    {
        Step("{ EUR: 10 }");
        scenario.Bet(9);
        scenario.Bet(5, with: bet => bet with { EventId = "old", Backfill = true, OccurredAtMicros = bet.OccurredAtMicros - 3_600_000_000 });
        scenario.Reverse("old");

        Assert.Equal(1, scenario.Bet(1));
    }

    [Fact]
    public void Rule_19_outside_the_segment_nothing_is_added()
    {
        scenario.Apply("""
            { kind: segment, id: vip, where: { tags: { has: vip } } }
            ---
            { kind: rule, id: r, segment: vip, trigger: { event: casino.bet }, accumulate: { field: amount, every: { EUR: 10 } }, actions: [{ give_points: { points: 1 } }] }
            """);
        PlayerUpdate join = new() { AddTags = ["vip"] }, leave = new() { RemoveTags = ["vip"] };

        Assert.Equal(0, scenario.Bet(8));
        Assert.Equal(0, scenario.Update(join).Bet(8));
        Assert.Equal(0, scenario.Update(leave).Bet(8));
        Assert.Equal(1, scenario.Update(join).Bet(2));
    }

    [Fact]
    public void Rule_20_pause_freezes_progress()
    {
        Step("{ EUR: 10 }");
        scenario.Bet(9);
        Rule("{ field: amount, every: { EUR: 10 } }", "status: paused,");
        Assert.Equal(0, Enumerable.Range(0, 5).Sum(_ => scenario.Bet(50)));

        Step("{ EUR: 10 }");
        var execution = Assert.Single(scenario.Executed("casino.bet", 1));
        Assert.Equal((1, 0m), (execution.Times, execution.Remainder!.Value));
    }

    [Fact]
    public void Rule_21_a_changed_step_scales_progress()
    {
        Step("{ EUR: 10 }");
        scenario.Bet(9.50m);
        Step("{ EUR: 5 }");

        var execution = Assert.Single(scenario.Executed("casino.bet", 0.50m));

        Assert.Equal((1, 0.25m), (execution.Times, execution.Remainder!.Value));
    }

    [Fact]
    public void Rule_21_texts_keep_progress_and_a_changed_trigger_resets_it()
    {
        Step("{ EUR: 10 }");
        scenario.Bet(9);
        Rule("{ field: amount, every: { EUR: 10 } }", "name: other words,");
        Assert.Equal(1, scenario.Bet(1));

        scenario.Bet(9);
        scenario.Apply("{ kind: rule, id: r, trigger: { event: casino.bet }, accumulate: { field: amount, every: { EUR: 10 } }, actions: [{ give_points: { points: 1 } }] }");
        Assert.Equal([0, 1], [scenario.Bet(1), scenario.Bet(9)]);
    }
}
