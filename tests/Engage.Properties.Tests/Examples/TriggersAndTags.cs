using Engage.Contracts;

namespace Engage.Properties.Tests.Examples;

/// <summary>The worked examples of semantics 0 to 5, through the three workers.</summary>
public sealed class TriggersAndTags : IDisposable
{
    private readonly Scenario scenario = new();

    public void Dispose() => scenario.Dispose();

    [Fact]
    public void Rule_0b_an_event_is_decided_by_the_last_marker_before_it()
    {
        scenario.Apply("{ kind: rule, id: r, trigger: { event: casino.bet }, actions: [{ give_points: { points: 1 } }] }");
        Assert.Equal(1, scenario.Executed("casino.bet")[0].RuleVersion);

        scenario.Pipeline.Define("rule", "r", 2, """{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"actions":[{"give_points":{"points":5}}]}""");
        Assert.Equal(1, scenario.Executed("casino.bet")[0].RuleVersion); // Published, and not in force.

        scenario.Pipeline.PutInForce();
        Assert.Equal(2, scenario.Executed("casino.bet")[0].RuleVersion);
    }

    [Fact]
    public void Rule_0b_without_a_marker_there_are_no_definitions()
    {
        scenario.Pipeline.Define("rule", "r", 1, """{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"actions":[{"give_points":{"points":1}}]}""");

        Assert.Equal(0, scenario.Bet(10));
    }

    [Theory]
    [InlineData(300, "")] // Five minutes ahead is taken at its word.
    [InlineData(301, "clamped")]
    [InlineData(-3600, "")]
    public void Rule_0c_an_event_too_far_ahead_is_judged_by_its_arrival(int secondsAhead, string flags)
    {
        scenario.Apply("{ kind: rule, id: r, trigger: { event: casino.bet }, actions: [{ give_points: { points: 1 } }] }");

        var execution = scenario.Executed("casino.bet", with: bet => bet with { OccurredAtMicros = bet.OccurredAtMicros + (secondsAhead * 1_000_000L) })[0];

        Assert.Equal(flags, string.Join(' ', execution.Flags));
        Assert.Equal(flags.Length > 0 ? Scenario.Micros("2026-12-01T09:00:00Z") : Scenario.Micros("2026-12-01T09:00:00Z") + (secondsAhead * 1_000_000L), execution.OccurredAtMicros);
    }

    [Fact]
    public void Rule_0c_a_reversal_moves_the_clock_that_makes_others_late()
    {
        scenario.Apply("{ kind: rule, id: r, trigger: { event: casino.bet }, actions: [{ give_points: { points: 1 } }] }");
        scenario.Bet(10);
        scenario.At("2026-12-03T09:00:00Z").Reverse("e0");

        var execution = scenario.Executed("casino.bet", with: bet => bet with { OccurredAtMicros = Scenario.Micros("2026-11-30T08:59:59Z") })[0];

        Assert.Equal(["late"], execution.Flags);
    }

    [Theory]
    [InlineData("draft", 0)]
    [InlineData("active", 1)]
    [InlineData("paused", 0)]
    [InlineData("archived", 0)]
    public void Rule_1_only_an_active_rule_fires(string status, int times)
    {
        scenario.Apply($"{{ kind: rule, id: r, status: {status}, trigger: {{ event: whatever.arrives }}, actions: [{{ give_points: {{ points: 1 }} }}] }}");

        Assert.Equal(times, scenario.Send("whatever.arrives"));
    }

    [Theory]
    [InlineData("EUR", 1000, null, 1)] // "Or more" is inclusive.
    [InlineData("EUR", 999.99, null, 0)]
    [InlineData("NOK", 11500, 0.087, 1)]
    [InlineData("NOK", 11494, 0.087, 0)] // 999.978: compared unrounded.
    [InlineData("NOK", 11500, null, 0)] // Without a rate it is unknown, and no rate comes from elsewhere.
    public void Rule_2_a_failed_deposit_of_1000_euros_or_more_by_a_norwegian_vip_tells_the_key_account_manager(string currency, double amount, double? rate, int times)
    {
        scenario.Apply(File.ReadAllText(Path.Combine(Checkout.Root, "samples", "rules", "failed-deposit.yaml")));
        scenario.Update(new PlayerUpdate { Set = new Dictionary<string, AttributeValue> { ["country"] = AttributeValue.FromString("NO"), ["vip_level"] = AttributeValue.FromString("gold") } });

        var executed = scenario.Send("deposit.failed", (decimal)amount, currency, failed => failed with
        {
            ExchangeRate = (decimal?)rate,
            RateCurrency = rate is null ? null : "EUR",
            Attributes = new Dictionary<string, AttributeValue> { ["reason"] = AttributeValue.FromString("card declined") },
        });

        Assert.Equal(times, executed);
        Assert.Equal(times, scenario.Actions.Count(action => action.ActionType == "send_sms"));
    }

    [Theory]
    [InlineData("EUR", 1000, 1)]
    [InlineData("NOK", 11500, 1)]
    [InlineData("NOK", 11499.99, 0)]
    [InlineData("SEK", 1_000_000, 0)] // Missing from the map: unknown.
    public void Rule_2_a_threshold_per_currency_compares_in_the_events_own(string currency, double amount, int times)
    {
        scenario.Apply("{ kind: rule, id: r, trigger: { event: deposit.failed, where: { amount: { gte: { EUR: 1000, NOK: 11500 } } } }, actions: [{ give_points: { points: 1 } }] }");

        Assert.Equal(times, scenario.Send("deposit.failed", (decimal)amount, currency));
    }

    [Fact]
    public void Rule_3_each_action_is_a_record_of_its_own_with_what_it_gives_and_messages_keep_their_words_to_themselves()
    {
        scenario.Apply("""
            kind: rule
            id: r
            trigger: { event: casino.bet }
            actions:
              - give_points: { points: 2.5, wallet: bonus }
              - deduct_points: { points: 3, allow_negative: true }
              - reset_points: {}
              - give_bonus: { bonus: welcome }
              - give_mini_game: { mini_game: wheel, spins: 3 }
              - change_level: { level: gold }
              - give_mission: { mission: first-week }
              - start_campaign: { campaign: winter }
              - stop_campaign: { campaign: summer }
              - mark_player: { mark: watched }
              - unmark_player: { mark: new }
              - tag_player: { tag: vip }
              - untag_player: { tag: rookie }
              - send_slack: { to: "#wins", text: "{{player.id}} won" }
              - send_sms: { text: hello }
              - send_email: { subject: hello, text: "{{event.amount | money}}" }
              - webhook: { endpoint: crm, body: "{}" }
            ---
            { kind: endpoint, id: crm, purpose: webhook, address: "https://crm.example/hook" }
            """);

        var execution = Assert.Single(scenario.Executed("casino.bet", 5));

        Assert.Equal(
            [
                "give_points 2.5 wallet=bonus", "deduct_points 3 allow_negative=true", "reset_points", "give_bonus bonus=welcome", "give_mini_game mini_game=wheel spins=3", "change_level level=gold",
                "give_mission mission=first-week", "start_campaign campaign=winter", "stop_campaign campaign=summer", "mark_player mark=watched", "unmark_player mark=new", "tag_player tag=vip", "untag_player tag=rookie",
                "send_slack", "send_sms", "send_email", "webhook endpoint=crm",
            ],
            scenario.Actions.Select(action => string.Join(' ', [action.ActionType, .. action.Points is { } points ? [points.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)] : Array.Empty<string>(), .. action.Payload.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}")])));
        Assert.Equal(Enumerable.Range(0, 17), scenario.Actions.Select(action => action.ActionIndex));
        Assert.Equal(execution.ActionIds, scenario.Actions.Select(action => action.ActionId));
        Assert.Equal(17, execution.ActionIds.Distinct().Count());
    }

    [Fact]
    public void Rule_4_points_multiply_and_messages_happen_once()
    {
        scenario.Apply("""
            kind: rule
            id: r
            trigger: { event: casino.bet }
            accumulate: { field: amount, every: { EUR: 1 } }
            actions:
              - give_points: { points: 2 }
              - send_slack: { to: "#wins", text: hello }
              - give_bonus: { bonus: once }
              - give_bonus: { bonus: each, repeatable: true }
            """);

        var execution = Assert.Single(scenario.Executed("casino.bet", 37.20m));

        Assert.Equal((37, 0.20m), (execution.Times, execution.Remainder!.Value));
        Assert.Equal([37, 1, 1, 37], scenario.Actions.Select(action => action.Times));
        Assert.Equal([74m, null, null, null], scenario.Actions.Select(action => action.Points));
    }

    [Fact]
    public void Rule_5_two_rules_that_tag_each_other_execute_once_each_and_then_fall_quiet()
    {
        scenario.Apply("""
            { kind: rule, id: a, trigger: { event: tag.added, where: { attributes.tag: x } }, actions: [{ tag_player: { tag: y } }, { untag_player: { tag: x } }] }
            ---
            { kind: rule, id: b, trigger: { event: tag.added, where: { attributes.tag: y } }, actions: [{ tag_player: { tag: x } }] }
            """);

        var executed = scenario.Executed("player.updated", with: update => update with { Update = new PlayerUpdate { AddTags = ["x"] } });

        Assert.Equal(["a", "b"], executed.Select(execution => execution.RuleId));
    }

    [Fact]
    public void Rule_5_a_chain_ends_where_it_is_forgotten_not_where_it_is_tidied_away()
    {
        scenario.Apply("{ kind: rule, id: a, trigger: { event: player.updated }, actions: [{ give_points: { points: 1 } }] }");
        static PlayerEvent Seed(PlayerEvent update) => update with { EventId = "seed", Update = new PlayerUpdate { AddTags = ["x"] } };
        Assert.Single(scenario.Executed("player.updated", with: Seed));
        scenario.Update(new PlayerUpdate { RemoveTags = ["x"] });

        // Past the dedupe horizon the same event is accepted again, and its chain begins anew.
        scenario.At("2026-12-08T09:00:01Z");
        Assert.Single(scenario.Executed("player.updated", with: Seed));
    }
}
