using Engage.Contracts;

namespace Engage.Properties.Tests.Examples;

/// <summary>The worked examples of semantics 6 to 11, through the three workers.</summary>
public sealed class Segments : IDisposable
{
    private readonly Scenario scenario = new("2026-12-01T10:00:00Z");

    public void Dispose() => scenario.Dispose();

    private Scenario Gate(string where) => scenario.Apply($$"""
        { kind: segment, id: s, where: {{where}} }
        ---
        { kind: rule, id: r, segment: s, trigger: { event: player.login }, actions: [{ give_points: { points: 1 } }] }
        """);

    [Theory, InlineData(false), InlineData(true)]
    public void Rule_7_a_window_leaves_by_itself_whether_or_not_a_sweep_has_run(bool sweeps)
    {
        Gate("{ count: { event: casino.bet, within: 24h, gte: 5 } }");
        scenario.Bets(5);
        scenario.At("2026-12-02T09:59:59Z");
        Assert.Equal(1, scenario.Send("player.login"));

        scenario.At("2026-12-02T10:00:00Z");
        if (sweeps) scenario.Pipeline.Run();
        Assert.Equal(0, scenario.Send("player.login"));
        Assert.Equal([(true, "2026-12-01T10:00:00Z"), (false, "2026-12-02T10:00:00Z")], scenario.SegmentChanges().Select(change => (change.Entered, Time(change.EffectiveAtMicros))));
    }

    [Fact]
    public void Rule_7_a_player_without_events_leaves_at_the_same_instant()
    {
        Gate("{ count: { event: casino.bet, within: 24h, gte: 5 } }");
        scenario.Bets(5);

        scenario.At("2026-12-04T00:00:00Z").Pipeline.Run();

        Assert.Equal((false, "2026-12-02T10:00:00Z"), scenario.SegmentChanges().Select(change => (change.Entered, Time(change.EffectiveAtMicros))).Last());
    }

    [Fact]
    public void Rule_6_recency_is_unknown_for_what_never_happened_and_unknown_stays_unknown_under_not()
    {
        Gate("{ not: { since_last: { event: casino.bet, lt: 7d } } }");
        Assert.Equal(0, scenario.Send("player.login"));

        scenario.Bet(1);
        Assert.Equal(0, scenario.Send("player.login"));
        scenario.At("2026-12-08T10:00:00Z");
        Assert.Equal(1, scenario.Send("player.login"));
    }

    [Fact]
    public void Rule_8_a_window_is_unknown_to_players_seen_before_its_marker_until_one_window_has_passed()
    {
        scenario.Bets(5);
        Gate("{ count: { event: casino.bet, within: 24h, lt: 100 } }");
        Assert.Equal(0, scenario.Send("player.login"));
        scenario.At("2026-12-02T09:59:59Z");
        Assert.Equal(0, scenario.Send("player.login"));

        scenario.At("2026-12-02T10:00:00Z");
        Assert.Equal(1, scenario.Send("player.login"));
    }

    [Fact]
    public void Rule_8_a_window_is_known_at_once_to_players_first_seen_after_its_marker()
    {
        Gate("{ count: { event: casino.bet, within: 24h, lt: 100 } }");

        Assert.Equal(1, scenario.Send("player.login"));
    }

    [Theory]
    [InlineData("12h", 1)] // Not longer, and of the same step: kept already.
    [InlineData("48h", 0)] // Longer: building.
    [InlineData("30m", 0)] // Another step.
    public void Rule_8_an_edited_window_is_known_if_it_was_kept_before(string within, int times)
    {
        scenario.Send("player.login");
        Gate("{ count: { event: casino.bet, within: 24h, lt: 100 } }");
        scenario.At("2026-12-02T10:00:00Z");
        Assert.Equal(1, scenario.Send("player.login"));

        Gate($"{{ count: {{ event: casino.bet, within: {within}, lt: 100 }} }}");
        Assert.Equal(times, scenario.Send("player.login"));
    }

    [Fact]
    public void Rule_8_a_lifetime_counter_with_a_filter_counts_from_its_marker_and_without_one_from_the_first_event()
    {
        static PlayerEvent Slots(PlayerEvent bet) => bet with { Attributes = new Dictionary<string, AttributeValue> { ["game"] = AttributeValue.FromString("slots") } };
        scenario.Bet(1, with: Slots);
        Gate("{ count: { event: casino.bet, where: { attributes.game: slots }, gte: 2 } }");
        scenario.Bet(1, with: Slots);
        Assert.Equal(0, scenario.Send("player.login"));
        scenario.Bet(1, with: Slots);
        Assert.Equal(1, scenario.Send("player.login"));

        Gate("{ count: { event: casino.bet, gte: 3 } }");
        Assert.Equal(1, scenario.Send("player.login"));
    }

    [Fact]
    public void Rule_11_a_segment_counts_the_event_at_hand_and_before_leaves_it_out()
    {
        scenario.Apply("""
            { kind: segment, id: repeaters, where: { count: { event: deposit.approved, gt: 1 } } }
            ---
            { kind: segment, id: returning, where: { since_last: { event: deposit.approved, gte: 30d, before: true } } }
            ---
            { kind: rule, id: r, segment: repeaters, trigger: { event: deposit.approved }, actions: [{ give_points: { points: 1 } }] }
            ---
            { kind: rule, id: back, segment: returning, trigger: { event: deposit.approved }, actions: [{ give_points: { points: 1 } }] }
            """);

        Assert.Equal([0, 1, 1], Enumerable.Range(0, 3).Select(_ => scenario.Deposit(10)));
        scenario.At("2026-12-31T10:00:00Z");
        Assert.Equal(["back", "r"], scenario.Executed("deposit.approved", 10).Select(execution => execution.RuleId));
    }

    private static string Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * 10).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
