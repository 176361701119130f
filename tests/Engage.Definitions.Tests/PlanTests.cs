using Engage.Rules.Definitions;
using Engage.Rules.Planning;

namespace Engage.Definitions.Tests;

/// <summary>What an edit does to progress (semantics 21), and what is written.</summary>
public sealed class PlanTests
{
    private const string Base = """
        kind: rule
        id: r
        name: Points
        trigger: { event: casino.bet, where: { amount: { gt: 0 } } }
        accumulate: { field: amount, every: { EUR: 10, GBP: 8 } }
        actions: [ give_points: { points: 1 } ]
        """;

    public static TheoryData<string, string, string, PlannedChange, ProgressEffect, bool> Edits => new()
    {
        { "the layout", "where: { amount: { gt: 0 } } }", "where: { amount: { gt: 0.0 } } }   # more than nothing", PlannedChange.Unchanged, ProgressEffect.Kept, false },
        { "the name", "Points", "Better points", PlannedChange.Change, ProgressEffect.Kept, false },
        { "the actions", "points: 1", "points: 2", PlannedChange.Change, ProgressEffect.Kept, false },
        { "the step", "EUR: 10", "EUR: 5", PlannedChange.Change, ProgressEffect.Scaled, false },
        { "the step, kept", "EUR: 10, GBP: 8 }", "EUR: 5, GBP: 8 }, on_step_change: keep", PlannedChange.Change, ProgressEffect.Kept, false },
        { "the step, reset as the rule says", "EUR: 10, GBP: 8 }", "EUR: 5, GBP: 8 }, on_step_change: reset", PlannedChange.Change, ProgressEffect.Reset, false },
        { "the currencies", "EUR: 10, GBP: 8", "EUR: 10", PlannedChange.Change, ProgressEffect.Reset, true },
        { "the field", "field: amount", "field: amounts.bonus", PlannedChange.Change, ProgressEffect.Reset, true },
        { "the trigger's type", "casino.bet", "sport.bet", PlannedChange.Change, ProgressEffect.Reset, true },
        { "the trigger's condition", "gt: 0", "gt: 1, currency: EUR", PlannedChange.Change, ProgressEffect.Reset, true },
        { "a qualification", "actions:", "qualification: { event: deposit.approved }\nactions:", PlannedChange.Change, ProgressEffect.Reset, true },
        { "the status", "name: Points", "name: Points\nstatus: paused", PlannedChange.ChangeStatus, ProgressEffect.Kept, false },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_keeps_scales_or_resets_progress(string what, string from, string to, PlannedChange change, ProgressEffect effect, bool needsConfirmation)
    {
        Assert.Contains(from, Base, StringComparison.Ordinal);
        var item = Assert.Single(Yaml.Plan(Base.Replace(from, to, StringComparison.Ordinal), Yaml.Applied(Base)).Items);
        Assert.True((change, effect, needsConfirmation) == (item.Change, item.Progress, item.NeedsConfirmation), $"{what}: {item}");
    }

    [Fact]
    public void Versions_count_up_per_id_and_the_body_leaves_the_status_out()
    {
        var first = Assert.Single(Yaml.Plan(Base).Changes);
        Assert.Equal("rule/r/1", first.Key.ToString());
        Assert.Equal(
            """{"accumulate":{"every":{"EUR":10,"GBP":8},"field":"amount"},"actions":[{"give_points":{"points":1}}],"id":"r","kind":"rule","name":"Points","trigger":{"event":"casino.bet","where":{"amount":{"gt":0}}}}""",
            first.Body);

        var paused = Assert.Single(Yaml.Plan(Base + "\nstatus: paused", Yaml.Applied(Base)).Changes);
        Assert.Equal("rule/r/2", paused.Key.ToString());
        Assert.Equal(DefinitionStatus.Paused, paused.Status);
        Assert.Equal(first.Body, paused.Body);
        Assert.Equal(["status"], paused.ChangedKeys);
    }

    [Fact]
    public void A_new_window_is_noted_as_building_and_one_that_is_kept_is_not()
    {
        const string day = "kind: segment\nid: s\nwhere: { count: { event: casino.bet, within: 24h, gte: 5 } }\n";
        Assert.Equal(["count(casino.bet) by 1m is building: unknown for 1d for players already seen"], Assert.Single(Yaml.Plan(day).Items).Notes);
        Assert.Empty(Assert.Single(Yaml.Plan(day.Replace("24h, gte: 5", "12h, gte: 2", StringComparison.Ordinal), Yaml.Applied(day)).Items).Notes);
        Assert.Equal(
            ["count(deposit.approved, where attributes.method eq 'card') counts from now on"],
            Assert.Single(Yaml.Plan("kind: segment\nid: t\nwhere: { count: { event: deposit.approved, where: { attributes.method: card }, gte: 5 } }\n").Items).Notes);
    }
}
