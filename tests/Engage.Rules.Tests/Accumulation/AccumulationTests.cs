using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Tests.Decisions;
using static Engage.Rules.Tests.Decisions.RuleScenario;

namespace Engage.Rules.Tests.Accumulation;

public sealed class AccumulationTests
{
    [Theory]
    [InlineData("EUR", 10, new[] { 0, 0, 1, 3 }, 2.5)]
    [InlineData("GBP", 8, new[] { 0, 1, 0, 4 }, 2.5)]
    [InlineData("USD", 12, new[] { 0, 0, 1, 2 }, 6.5)]
    public void Rule_12_each_currency_has_its_step_and_keeps_its_remainder(string currency, int step, int[] executions, double left)
    {
        var rule = new RuleScenario(Build(Steps(("EUR", 10), ("GBP", 8), ("USD", 12))));

        Assert.Equal(executions, new[] { 4m, 4m, 4m, 30.5m }.Select(amount => rule.Bet(amount, currency).Times));
        Assert.Equal((decimal)left, rule.Progress.Kept.Of(Code(currency)));
        Assert.True(step > 0);
    }

    [Fact]
    public void Rule_12_every_100th_bet_counts_whatever_its_currency()
    {
        var rule = new RuleScenario(Counting(100));

        Assert.Equal(0, rule.Bets(99));
        Assert.Equal(1, rule.Bet(currency: "NOK").Times);
        Assert.Equal(0, rule.Bets(99));
        Assert.Equal(99, rule.Progress.Kept.Of(default));
    }

    [Fact]
    public void Rule_13_100_bets_of_0_10_are_exactly_one_step_of_10()
    {
        var rule = new RuleScenario(EveryEuro(10));

        Assert.Equal(0, rule.Bets(99, 0.10m));
        Assert.Equal(1, rule.Bet(0.10m).Times);
        Assert.Equal(0m, rule.Progress.Kept.Of(Code("EUR")));
    }

    [Theory]
    [InlineData(1, 10.50, 10, 0.50)]
    [InlineData(10, 10.50, 1, 0.50)]
    [InlineData(10, 2000, 200, 0)]
    public void Rule_14_one_transaction_completes_many_steps(double step, double amount, int executions, double left)
    {
        var decision = new RuleScenario(EveryEuro((decimal)step)).Bet((decimal)amount);

        Assert.Equal(executions, decision.Times);
        Assert.Equal((decimal)left, decision.Remainder);
    }

    [Theory]
    [InlineData("0", "2000", 1000, 1000, "0", true)]
    [InlineData("0", "2000.50", 1000, 1000, "0.50", true)]
    [InlineData("0.70", "999.50", 1000, 0, "0.20", false)]
    [InlineData("0.70", "1000.50", 1000, 1, "0.20", true)]
    public void Rule_15_at_most_1000_executions_per_event_and_whole_surplus_steps_are_discarded(
        string before, string amount, int executions, long discarded, string left, bool capped)
    {
        var rule = new RuleScenario(EveryEuro(1));
        rule.Bet(Number(before));

        var decision = rule.Bet(Number(amount));

        Assert.Equal((executions, discarded, Number(left), capped), (decision.Times, decision.Discarded, decision.Remainder!.Value, decision.Capped));
    }

    [Fact]
    public void Rule_15_the_cap_is_per_event()
    {
        var rule = new RuleScenario(EveryEuro(1));

        rule.Bet(1500);
        rule.Bet(1500);

        Assert.Equal(2000, rule.Total);
    }

    [Fact]
    public void Rule_15_with_carry_the_surplus_pays_with_the_next_event()
    {
        var rule = new RuleScenario(Build(Steps((Eur, 1)) with { MaxExecutionsPerEvent = 5, Overflow = OverflowPolicy.Carry }));

        var first = rule.Bet(7.5m);
        var second = rule.Bet(0m);

        Assert.Equal((5, 0L, 2.5m, true), (first.Times, first.Discarded, first.Remainder!.Value, first.Capped));
        Assert.Equal((2, 0.5m), (second.Times, second.Remainder!.Value));
    }

    [Fact]
    public void Rule_15_steps_beyond_a_long_are_discarded_without_breaking()
    {
        var decision = new RuleScenario(EveryEuro(0.00000001m)).Bet(99_999_999_999_999_999_999.99999999m);

        Assert.Equal((1000, long.MaxValue, 0m), (decision.Times, decision.Discarded, decision.Remainder!.Value));
    }

    [Fact]
    public void Rule_16_currencies_never_mix_and_an_old_remainder_stays_under_its_currency()
    {
        var rule = new RuleScenario(Build(Steps(("EUR", 10), ("GBP", 8))));

        rule.Bet(9, "EUR");
        rule.Bet(7, "GBP");

        Assert.Equal(0, rule.Total);
        Assert.Equal((9m, 7m), (rule.Progress.Kept.Of(Code("EUR")), rule.Progress.Kept.Of(Code("GBP"))));
        Assert.Equal(1, rule.Bet(1, "GBP").Times);
        Assert.Equal((9m, 0m), (rule.Progress.Kept.Of(Code("EUR")), rule.Progress.Kept.Of(Code("GBP"))));
    }

    [Theory]
    [InlineData("SEK", 5, DecisionReason.NoStep)]
    [InlineData("", 5, DecisionReason.NoCurrency)]
    [InlineData("EUR", null, DecisionReason.NoAmount)]
    public void Rule_16_an_event_without_step_currency_or_amount_contributes_nothing_and_says_why(string currency, int? amount, DecisionReason reason)
    {
        var rule = new RuleScenario(EveryEuro(1));
        var before = rule.Progress;

        var decision = rule.Bet(amount, currency);

        Assert.Equal((reason, 0), (decision.Reason, decision.Times));
        Assert.Equal(before.Kept, decision.Next.Kept);
    }

    [Fact]
    public void Rule_16_one_number_is_the_step_of_every_currency_each_for_itself()
    {
        var rule = new RuleScenario(Build(new Accumulate { Fields = [MoneyField.Amount], Every = new CurrencyAmounts(10m) }));

        Assert.Equal([0, 0, 1, 1], new[] { ("EUR", 6m), ("SEK", 6m), ("EUR", 4m), ("SEK", 4m) }.Select(bet => rule.Bet(bet.Item2, bet.Item1).Times));
    }

    [Fact]
    public void Rule_19_and_20_what_the_rule_does_not_see_freezes_progress()
    {
        var rule = new RuleScenario(EveryEuro(10));

        rule.Bet(9);
        rule.Unseen();
        var resumed = rule.Bet(1);

        Assert.Equal((1, 0m), (resumed.Times, resumed.Remainder!.Value));
    }

    [Fact]
    public void Rule_41_the_total_does_not_depend_on_the_order_of_plain_bets()
    {
        decimal[] bets = [4, 4, 4, 30.5m, 0.01m, 9.99m];

        var forward = new RuleScenario(EveryEuro(10));
        var backward = new RuleScenario(EveryEuro(10));
        foreach (var bet in bets) forward.Bet(bet);
        foreach (var bet in bets.Reverse()) backward.Bet(bet);

        Assert.Equal(forward.Total, backward.Total);
        Assert.Equal(5, forward.Total);
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
