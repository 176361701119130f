using Engage.Rules.Accumulation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Tests.Decisions;
using static Engage.Rules.Tests.Decisions.RuleScenario;

namespace Engage.Rules.Tests.Accumulation;

public sealed class StepChangeTests
{
    [Fact]
    public void Rule_21_a_changed_step_scales_progress_at_the_first_event_under_it()
    {
        var rule = new RuleScenario(EveryEuro(10));
        rule.Bet(9.50m);

        rule.Edit(r => r with { Accumulate = Steps((Eur, 5)) });
        var decision = rule.Bet(0.50m);

        Assert.Equal((1, 0.25m), (decision.Times, decision.Remainder!.Value));
    }

    [Fact]
    public void Rule_21_step_1000_to_1_with_999_left_is_0_999()
    {
        var rule = new RuleScenario(EveryEuro(1000));
        rule.Bet(999.00m);

        rule.Edit(r => r with { Accumulate = Steps((Eur, 1)) });

        Assert.Equal(0.999m, rule.Bet(0).Remainder);
    }

    [Theory]
    [InlineData("1", "3", "7", "2.33333333")]
    [InlineData("-1", "3", "7", "-2.33333334")]
    [InlineData("99999999999999999999.99999999", "99999999999999999999.99999999", "0.00000003", "0.00000003")]
    public void Rule_21_scaling_rounds_toward_minus_infinity_at_eight_decimals(string progress, string from, string to, string expected) =>
        Assert.Equal(Number(expected), StepChange.ScaleDown(Number(progress), Number(from), Number(to), ProgressPrecision.EightDecimals));

    [Theory]
    [InlineData("9", "10", "7", "6")]
    [InlineData("-9", "10", "7", "-7")]
    public void Rule_21_counts_scale_to_whole_numbers(string progress, string from, string to, string expected) =>
        Assert.Equal(Number(expected), StepChange.ScaleDown(Number(progress), Number(from), Number(to), ProgressPrecision.Whole));

    [Theory]
    [InlineData(StepChangePolicy.Keep, 9.50)]
    [InlineData(StepChangePolicy.Reset, 0)]
    public void Rule_21_on_step_change_may_keep_or_reset_instead(StepChangePolicy policy, double kept)
    {
        var rule = new RuleScenario(EveryEuro(10));
        rule.Bet(9.50m);

        rule.Edit(r => r with { Accumulate = Steps((Eur, 20)) with { OnStepChange = policy } });

        Assert.Equal((decimal)kept, rule.Bet(0).Remainder);
    }

    [Fact]
    public void Rule_21_versions_act_in_turn_also_without_an_event_between_them()
    {
        // 1 of 3 → floor 0.33333333 of 1 → 0.99999999 of 3; in one step it would have stayed 1.
        var rule = new RuleScenario(EveryEuro(3));
        rule.Bet(1);

        rule.Edit(r => r with { Accumulate = Steps((Eur, 1)) });
        rule.Edit(r => r with { Accumulate = Steps((Eur, 3)) });

        Assert.Equal(0.99999999m, rule.Bet(0).Remainder);
    }

    [Fact]
    public void Rule_21_edits_of_texts_actions_status_segment_and_cap_keep_progress()
    {
        var rule = new RuleScenario(EveryEuro(10));
        rule.Bet(9);

        rule.Edit(r => r with { Name = "n", Status = DefinitionStatus.Paused });
        rule.Edit(r => r with { Actions = [new ResetPoints()], SegmentId = "vips", Status = DefinitionStatus.Active });
        rule.Edit(r => r with { Accumulate = r.Accumulate! with { MaxExecutionsPerEvent = 5 } });

        Assert.Equal(1, rule.Bet(1).Times);
    }

    public static TheoryData<string, Func<Rule, Rule>> ResettingEdits => new()
    {
        { "event", r => r with { Trigger = r.Trigger! with { Event = new EventPattern(["casino.*"]) } } },
        { "where", r => r with { Trigger = r.Trigger! with { Where = AmountAbove(1) } } },
        { "where's number", r => r with { Trigger = r.Trigger! with { Where = AmountAbove(2) } } },
        { "field", r => r with { Accumulate = r.Accumulate! with { Fields = [MoneyField.Amount, new MoneyField("bonus")] } } },
        { "currency", r => r with { Accumulate = Steps((Eur, 10), ("GBP", 8)) } },
        { "one number for all", r => r with { Accumulate = r.Accumulate! with { Every = new CurrencyAmounts(10m) } } },
        { "count", r => r with { Accumulate = new Accumulate { Count = 10 } } },
        { "no accumulation", r => r with { Accumulate = null } },
        { "qualification", r => r with { Qualification = Qualifies() } },
    };

    [Theory]
    [MemberData(nameof(ResettingEdits))]
    public void Rule_21_changing_trigger_field_currencies_or_qualification_resets_progress(string what, Func<Rule, Rule> edit)
    {
        var rule = new RuleScenario(EveryEuro(10) with { Trigger = new Trigger(new EventPattern(["casino.bet"]), what == "where's number" ? AmountAbove(1) : null, default) });
        rule.Bet(9);

        rule.Edit(edit);

        Assert.Equal(0, rule.Look().Kept.Count);
    }

    [Fact]
    public void Rule_21_the_same_condition_written_anew_is_no_change()
    {
        var rule = new RuleScenario(EveryEuro(10) with { Trigger = new Trigger(new EventPattern(["casino.bet"]), AmountAbove(1.0m), default) });
        rule.Bet(9);

        rule.Edit(r => r with { Trigger = new Trigger(new EventPattern(["casino.bet"]), AmountAbove(1.00m), default) });

        Assert.Equal(1, rule.Bet(1).Times);
    }

    [Fact]
    public void Rule_21_a_running_qualification_keeps_its_validity_and_its_iterations()
    {
        var rule = new RuleScenario(Build(new Accumulate { Count = 1 }, Qualifies(TimeSpan.FromHours(24), iterations: 2)));
        rule.Deposit("09:00");

        rule.Edit(r => r with { Qualification = Qualifies(TimeSpan.FromHours(1), iterations: 50) });

        Assert.Equal(2, rule.Bets(10, at: "+08:59:59.999999"));
        Assert.Equal(DecisionReason.NotQualified, rule.Bet(at: "12:00").Reason);
    }

    [Fact]
    public void Rule_21_a_qualification_that_was_removed_is_not_held_when_it_comes_back()
    {
        var rule = new RuleScenario(Build(new Accumulate { Count = 1 }, Qualifies()));
        rule.Deposit("09:00");

        rule.Edit(r => r with { Qualification = null });
        rule.Edit(r => r with { Qualification = Qualifies() });

        Assert.Equal(DecisionReason.NotQualified, rule.Bet().Reason);
    }

    private static AllOf AmountAbove(decimal bound) => new AllOf(
        [new FieldCondition(new FieldRef(FieldKind.Amount), new Comparison(ComparisonOperator.Gt, [new NumberOperand(bound)]))]);

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
