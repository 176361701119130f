using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Tests.Decisions;
using static Engage.Rules.Tests.Decisions.RuleScenario;

namespace Engage.Rules.Tests.Accumulation;

public sealed class ReversalTests
{
    [Fact]
    public void Rule_18_a_reversed_amount_must_be_won_again_before_the_rule_pays_again()
    {
        var rule = new RuleScenario(EveryEuro(1));

        Assert.Equal(10, rule.Bet(10.5m).Times);
        Assert.Equal(0, rule.Reverse(rule.LastPosition, 10.5m).Times);
        Assert.Equal(0, rule.Bet(10).Times);
        Assert.Equal(1, rule.Bet(1).Times);
        Assert.Equal(11, rule.Total);
    }

    [Fact]
    public void Rule_18_deposits_10_and_100_the_100_reversed_and_made_again_give_nothing_more()
    {
        var rule = new RuleScenario(EveryEuro(10));

        rule.Unseen(); // The first deposit: not yet in the segment "deposit count > 1".
        Assert.Equal(10, rule.Bet(100).Times);
        rule.Reverse(rule.LastPosition, 100);
        Assert.Equal(0, rule.Bet(100).Times);
    }

    [Fact]
    public void Rule_18_discarded_steps_count_as_paid_for()
    {
        var rule = new RuleScenario(EveryEuro(1));

        rule.Bet(2000);
        rule.Reverse(rule.LastPosition, 2000);

        Assert.Equal(0, rule.Bet(1500).Times);
        Assert.Equal(1000, rule.Total);
    }

    [Fact]
    public void Rule_18_a_partial_reversal_lowers_progress_by_what_it_took()
    {
        var rule = new RuleScenario(EveryEuro(100));
        rule.Bet(90);

        var reversal = rule.Reverse(rule.LastPosition, 40, wholly: false);

        Assert.Equal((DecisionReason.ReversalTaken, 50m), (reversal.Reason, reversal.Remainder));
    }

    [Fact]
    public void Rule_18_a_count_falls_by_one_only_when_the_original_is_wholly_reversed()
    {
        var rule = new RuleScenario(Counting(3));
        rule.Bets(2);

        Assert.Equal(DecisionReason.ReversalOfNothingKept, rule.Reverse(0, 5, wholly: false).Reason);
        Assert.Equal(1, rule.Reverse(0, 5).Remainder);
        Assert.Equal(0, rule.Bet().Times);
        Assert.Equal(1, rule.Bet().Times);
    }

    [Fact]
    public void Rule_18_a_reversal_takes_from_the_currency_of_its_original()
    {
        var rule = new RuleScenario(Build(Steps(("EUR", 10), ("GBP", 8))));
        rule.Bet(7, "GBP");
        rule.Bet(9, "EUR");

        rule.Reverse(0, 7, currency: "GBP");

        Assert.Equal((9m, 0m), (rule.Progress.Kept.Of(Code("EUR")), rule.Progress.Kept.Of(Code("GBP"))));
    }

    [Fact]
    public void Rule_18_an_original_up_to_the_last_drop_of_progress_takes_nothing()
    {
        // Given three steps of 10 in one bet, which use the qualification up and drop the progress, and a new qualification.
        var rule = new RuleScenario(Build(Steps((Eur, 10)), Qualifies(iterations: 3)));
        rule.Deposit("09:00");
        rule.Bet(105, at: "09:01");
        var usedUpBy = rule.LastPosition;
        rule.Deposit("09:02");
        rule.Bet(9, at: "09:03");

        var reversal = rule.Reverse(usedUpBy, 105, at: "09:01");

        Assert.Equal(DecisionReason.ReversalOfNothingKept, reversal.Reason);
        Assert.Equal(1, rule.Bet(1, at: "09:04").Times);
    }

    [Fact]
    public void Rule_18_progress_counted_in_time_is_taken_back_also_after_the_qualification_ran_out()
    {
        var rule = new RuleScenario(Build(Steps((Eur, 10)), Qualifies(TimeSpan.FromHours(1))));
        rule.Deposit("09:00");
        rule.Bet(15, at: "09:30");
        var bet = rule.LastPosition;
        Assert.Equal(DecisionReason.QualificationRanOut, rule.Bet(5, at: "10:00").Reason);

        Assert.Equal(DecisionReason.ReversalTaken, rule.Reverse(bet, 15, at: "09:30").Reason);

        // And a late event, by its own judge time still in the window, has the debt to pay.
        Assert.Equal(0, rule.Bet(15, at: "09:45").Times);
    }

    [Fact]
    public void Rule_18_an_original_from_before_the_qualification_takes_nothing()
    {
        var rule = new RuleScenario(Build(Steps((Eur, 10)), Qualifies(TimeSpan.FromHours(1), requalify: RequalifyPolicy.Restart)));
        rule.Deposit("09:00");
        rule.Bet(7, at: "09:10");
        var beforeRestart = rule.LastPosition;
        rule.Deposit("09:20");
        rule.Bet(9, at: "09:30");

        Assert.Equal(DecisionReason.ReversalOfNothingKept, rule.Reverse(beforeRestart, 7, at: "09:10").Reason);
        Assert.Equal(1, rule.Bet(1, at: "09:31").Times);
    }

    [Fact]
    public void Rule_18_reversing_the_qualifying_event_wholly_ends_the_qualification()
    {
        var rule = new RuleScenario(Build(new Accumulate { Count = 5 }, Qualifies()));
        rule.Deposit("09:00");
        var deposit = rule.LastPosition;
        rule.Bets(4);

        Assert.Equal(DecisionReason.ReversalOfNothingKept, rule.Reverse(deposit, 40, wholly: false, roles: FiringRoles.ReversalOfQualification).Reason);
        Assert.Equal(DecisionReason.QualificationReversed, rule.Reverse(deposit, 100, roles: FiringRoles.ReversalOfQualification).Reason);
        Assert.Equal(DecisionReason.NotQualified, rule.Bet().Reason);

        rule.Deposit("08:00");
        Assert.Equal(0, rule.Bets(4));
        Assert.Equal(1, rule.Bets(1));
    }

    [Fact]
    public void Rule_18_a_changed_step_scales_what_is_taken_rounded_up()
    {
        // Given 10 of step 3, kept as 1, then step 7: kept as floor(1 × 7 / 3) at eight decimals.
        var rule = new RuleScenario(EveryEuro(3));
        rule.Bet(10);
        rule.Edit(r => r with { Accumulate = Steps((Eur, 7)) });

        var reversal = rule.Reverse(0, 10, originalVersion: 1);

        Assert.Equal(2.33333333m - 23.33333334m, reversal.Remainder);
    }

    [Fact]
    public void Rule_18_definitions_older_than_the_last_reset_take_nothing()
    {
        var rule = new RuleScenario(EveryEuro(10));
        rule.Bet(9);
        rule.Edit(r => r with { Accumulate = Steps((Eur, 10), ("GBP", 8)) });
        rule.Bet(6);

        Assert.Equal(DecisionReason.ReversalOfNothingKept, rule.Reverse(0, 9, originalVersion: 1).Reason);
        Assert.Equal(6m, rule.Progress.Kept.Of(Code(Eur)));
    }

    [Fact]
    public void A_rule_that_does_not_accumulate_has_nothing_to_take()
    {
        var rule = new RuleScenario(Build());
        rule.Bet(5);

        Assert.Equal(DecisionReason.ReversalOfNothingKept, rule.Reverse(0, 5).Reason);
        Assert.Equal(1, rule.Bet(5).Times);
    }
}
