using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Tests.Decisions;
using static Engage.Rules.Tests.Decisions.RuleScenario;

namespace Engage.Rules.Tests.Qualification;

public sealed class QualificationTests
{
    [Theory]
    [InlineData(RequalifyPolicy.Ignore, 4)]
    [InlineData(RequalifyPolicy.Restart, 6)]
    public void Rule_27_the_worked_example(RequalifyPolicy requalify, long total)
    {
        var rule = new RuleScenario(Build(new Accumulate { Count = 5 }, Qualifies(TimeSpan.FromHours(24), iterations: 3, requalify)));

        Assert.Equal(0, rule.Bets(3, at: "09:00"));
        rule.Deposit("10:00");
        Assert.Equal(2, rule.Bets(12, at: "10:30"));
        rule.Deposit("11:05");
        rule.Bets(3, at: "11:10");
        rule.Bets(50, at: "11:20");
        rule.Unseen(); // 12:30, a deposit of 99.99: does not meet the qualification's conditions.
        Assert.Equal(DecisionReason.NotQualified, rule.Bet(at: "12:30:30").Reason);
        rule.Deposit("12:31");
        Assert.Equal(1, rule.Bets(5, at: "+12:30:59.999"));
        Assert.Equal(DecisionReason.QualificationRanOut, rule.Bet(at: "+12:31:00.000").Reason);

        Assert.Equal(total, rule.Total);
    }

    [Fact]
    public void Rule_27_the_same_event_type_qualifies_first_and_counts_afterwards()
    {
        var rule = new RuleScenario(Build(Steps((Eur, 50)), Qualifies()));

        int[] executions =
        [
            rule.Deposit("09:00", 100, isTrigger: true).Times, rule.Deposit("09:01", 120, isTrigger: true).Times, rule.Bet(30, at: "09:02").Times,
        ];

        Assert.Equal([0, 2, 1], executions);
    }

    [Fact]
    public void Rule_24_without_a_qualification_the_rules_events_do_not_count_and_nothing_is_retroactive()
    {
        var rule = new RuleScenario(Build(new Accumulate { Count = 2 }, Qualifies()));

        Assert.Equal(DecisionReason.NotQualified, rule.Bet().Reason);
        Assert.Equal(DecisionReason.QualificationBegan, rule.Deposit("09:00").Reason);
        Assert.Equal([0, 1], [rule.Bet().Times, rule.Bet().Times]);
    }

    [Theory]
    [InlineData("08:59:59.999999", DecisionReason.BeforeQualification)]
    [InlineData("09:00:00.000000", DecisionReason.Executed)]
    [InlineData("+08:59:59.999999", DecisionReason.Executed)]
    [InlineData("+09:00:00.000000", DecisionReason.QualificationRanOut)]
    public void Rule_25_an_event_counts_by_its_own_judge_time(string at, DecisionReason reason)
    {
        var rule = new RuleScenario(Build(qualification: Qualifies(TimeSpan.FromHours(24))));
        rule.Deposit("09:00");
        rule.Bet(at: "+20:00"); // Whatever came between.

        Assert.Equal(reason, rule.Bet(at: at).Reason);
    }

    [Fact]
    public void Rule_25_after_the_period_the_player_may_qualify_again_and_starts_with_no_progress()
    {
        var rule = new RuleScenario(Build(new Accumulate { Count = 3 }, Qualifies(TimeSpan.FromHours(1))));
        rule.Deposit("09:00");
        rule.Bets(2, at: "09:30");

        Assert.Equal(DecisionReason.QualificationBegan, rule.Deposit("10:00").Reason);
        Assert.Equal(0, rule.Bets(2, at: "10:30"));
        Assert.Equal(1, rule.Bets(1, at: "10:59:59"));
    }

    [Fact]
    public void Rule_25_a_qualifying_event_from_before_the_one_held_changes_nothing()
    {
        var rule = new RuleScenario(Build(new Accumulate { Count = 3 }, Qualifies(TimeSpan.FromHours(1), requalify: RequalifyPolicy.Restart)));
        rule.Deposit("09:00");
        rule.Bets(2, at: "09:30");
        var before = rule.Progress;

        Assert.Equal(DecisionReason.BeforeQualification, rule.Deposit("08:59").Reason);

        Assert.Equal(before, rule.Progress);
    }

    [Fact]
    public void Rule_26_iterations_cut_a_single_big_event()
    {
        var rule = new RuleScenario(Build(Steps((Eur, 10)), Qualifies(iterations: 3)));
        rule.Deposit("09:00");

        var decision = rule.Bet(105);

        Assert.Equal((3, 0m, 0L), (decision.Times, decision.Remainder!.Value, decision.Discarded));
        Assert.Equal(DecisionReason.NotQualified, rule.Bet(105).Reason);
    }

    [Fact]
    public void Rule_26_where_the_cap_cuts_and_uses_the_iterations_up_the_surplus_is_still_discarded()
    {
        var rule = new RuleScenario(Build(Steps((Eur, 1)), Qualifies(iterations: 1000)));
        rule.Deposit("09:00");

        var decision = rule.Bet(2000.5m);

        Assert.Equal((1000, 0m, 1000L, true), (decision.Times, decision.Remainder!.Value, decision.Discarded, decision.Capped));
    }

    [Fact]
    public void Rule_26_without_accumulation_each_event_is_one_iteration()
    {
        var rule = new RuleScenario(Build(qualification: Qualifies(iterations: 2)));
        rule.Deposit("09:00");

        Assert.Equal(2, rule.Bets(10));
    }

    [Fact]
    public void Rule_28_a_decision_knows_the_qualification_under_which_it_counted()
    {
        var rule = new RuleScenario(Build(qualification: Qualifies(TimeSpan.FromHours(24), iterations: 1)));
        rule.Deposit("09:00");

        var held = rule.Bet(at: "10:00").CountedUnder;

        Assert.Equal((At("09:00"), At("+09:00")), (held.SinceMicros, held.UntilMicros));
    }

    [Fact]
    public void Rule_22_once_in_a_lifetime_is_one_in_all_with_remainder_0()
    {
        var rule = new RuleScenario(Build(Steps((Eur, 1)), once: true));

        var decision = rule.Bet(10.5m);

        Assert.Equal((1, 0m, 0L), (decision.Times, decision.Remainder!.Value, decision.Discarded));
        Assert.Equal(DecisionReason.Once, rule.Bet(10.5m).Reason);
    }

    [Fact]
    public void Rule_22_a_rule_that_executed_before_it_became_once_has_had_its_one()
    {
        var rule = new RuleScenario(Build());
        rule.Bet();

        rule.Edit(r => r with { OnceInALifetime = true });

        Assert.Equal(DecisionReason.Once, rule.Bet().Reason);
    }

    [Fact]
    public void Rule_22_two_logins_one_millisecond_apart_are_one()
    {
        var rule = new RuleScenario(Build(once: true));

        Assert.Equal(1, rule.Bet(at: "09:00:00.000").Times + rule.Bet(at: "09:00:00.001").Times);
    }
}
