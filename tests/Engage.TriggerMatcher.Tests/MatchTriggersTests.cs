using Engage.Contracts;
using Engage.Topics;
using static Engage.TriggerMatcher.Tests.MatcherScenario;

namespace Engage.TriggerMatcher.Tests;

public sealed class MatchTriggersTests : IDisposable
{
    private const string Points = """ "actions":[{"give_points":{"points":1}}]}""";
    private const string OnBet = """{"trigger":{"event":"casino.bet"},""" + Points;

    private readonly MatcherScenario matcher = new();

    public void Dispose() => matcher.Dispose();

    [Fact]
    public void An_event_names_every_rule_it_meets_in_order_of_ids_and_carries_the_event_as_it_came()
    {
        matcher.Define("rule", "b", OnBet).Define("rule", "a", OnBet).Define("rule", "c", """{"trigger":{"event":"player.login"},""" + Points);

        var firing = matcher.Send(Bet());

        Assert.Equal("a/1:1 b/1:1", Met(firing));
        var enriched = Topics.Topics.EnrichedEvents.Wire.Read(firing!.Enriched.ToArray());
        Assert.Equal("wallet", Topics.Topics.PlayerEvents.Wire.Read(enriched.Event.ToArray()).Source);
    }

    [Fact]
    public void Rule_2_a_threshold_in_one_currency_uses_the_rate_on_the_event()
    {
        matcher.Define("rule", "failed-deposit", """{"trigger":{"event":"deposit.failed","where":{"amount":{"gte":1000,"currency":"EUR"}}},""" + Points);

        Assert.Equal("failed-deposit/1:1", Met(matcher.Send(Bet(1000, "deposit.failed"))));
        Assert.Null(matcher.Send(Bet(999.99m, "deposit.failed")));
        Assert.Equal("failed-deposit/1:1", Met(matcher.Send(InKroner(11_500, rate: 0.087m), e => e with { Currency = "NOK" })));
        Assert.Null(matcher.Send(InKroner(11_494, rate: 0.087m), e => e with { Currency = "NOK" }));
        Assert.Null(matcher.Send(InKroner(50_000, rate: null), e => e with { Currency = "NOK" }));

        static PlayerEvent InKroner(decimal amount, decimal? rate) => Bet(amount, "deposit.failed") with { Currency = "NOK", ExchangeRate = rate, RateCurrency = rate is null ? null : "EUR" };
    }

    [Fact]
    public void Rule_20_a_paused_or_draft_rule_meets_nothing()
    {
        matcher.Define("rule", "a", OnBet, "draft");
        Assert.Null(matcher.Send(Bet()));

        matcher.Define("rule", "a", OnBet, "active");
        Assert.Equal("a/2:1", Met(matcher.Send(Bet())));

        matcher.Define("rule", "a", OnBet, "paused");
        Assert.Null(matcher.Send(Bet()));
    }

    [Fact]
    public void Rule_0b_an_event_is_judged_by_the_definitions_of_its_stamp_whatever_came_later()
    {
        matcher.Define("rule", "a", OnBet).Define("rule", "a", OnBet, "paused");

        Assert.Equal("a/1:1", Met(matcher.Send(Bet(), e => e with { DefinitionsOffset = 0 })));
        Assert.Null(matcher.Send(Bet(), e => e with { DefinitionsOffset = 1 }));
        Assert.Null(matcher.Send(Bet(), e => e with { DefinitionsOffset = -1 }));
    }

    [Fact]
    public void Rule_0b_an_event_waits_for_definitions_that_have_not_been_read()
    {
        matcher.Feed(Bet(), e => e with { DefinitionsOffset = 0 });
        Assert.Empty(matcher.Firings());

        matcher.Define("rule", "a", OnBet);

        Assert.Equal("a/1:1", Met(Assert.Single(matcher.Firings()).Value));
    }

    [Fact]
    public void Rule_19_only_players_in_the_segment_at_that_event_are_met()
    {
        matcher.Define("segment", "anybody", """{"where":{"profile.country":"NO"}}""").Define("segment", "vips", """{"where":{"profile.vip_level":"gold"}}""")
            .Define("rule", "a", """{"segment":"vips",""" + OnBet[1..]);

        Assert.Null(matcher.Send(Bet(), e => e with { Segments = new byte[] { 0b01 } }));
        Assert.Equal("a/1:1", Met(matcher.Send(Bet(), e => e with { Segments = new byte[] { 0b10 } })));
    }

    [Fact]
    public void Rule_23_outside_the_activity_period_nothing_is_met()
    {
        matcher.Define("rule", "a", """{"active":{"until":"2026-12-01","time_zone":"Europe/Stockholm"},""" + OnBet[1..]);
        var endOfDay = new DateTimeOffset(2026, 12, 1, 23, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;

        Assert.Equal("a/1:1", Met(matcher.Send(Bet(), e => e with { JudgedAtMicros = endOfDay - 1 })));
        Assert.Null(matcher.Send(Bet(), e => e with { JudgedAtMicros = endOfDay }));
    }

    [Fact]
    public void Rule_24_a_qualifying_event_is_named_as_such_and_as_trigger_where_it_is_both()
    {
        matcher.Define("rule", "a", """{"qualification":{"event":"deposit.approved","where":{"amount":{"gte":{"EUR":100}}}},"trigger":{"event":["deposit.approved","casino.bet"]},""" + Points);

        Assert.Equal("a/1:3", Met(matcher.Send(Bet(100, "deposit.approved"))));
        Assert.Equal("a/1:1", Met(matcher.Send(Bet(99.99m, "deposit.approved"))));
        Assert.Equal("a/1:1", Met(matcher.Send(Bet())));
    }

    [Fact]
    public void Rule_18_a_reversal_is_judged_as_its_original_was()
    {
        matcher.Define("rule", "a", """{"qualification":{"event":"casino.bet"},"trigger":{"event":"casino.bet","where":{"amount":{"gte":50}}},""" + Points)
            .Define("rule", "a", OnBet, "paused");

        var firing = matcher.Send(Bet(40) with { Reverses = "bet-1" }, e => e with
        {
            Reversal = new ReversalContext { Position = 0, JudgedAtMicros = NineMicros, DefinitionsOffset = 0, Segments = ReadOnlyMemory<byte>.Empty, Currency = "EUR", Amount = 90, Taken = 40, Wholly = false },
        });

        Assert.Equal("a/1:12", Met(firing));
    }

    [Fact]
    public void Rule_18_only_rules_that_say_so_fire_on_reversals_by_present_definitions()
    {
        matcher.Define("rule", "a", OnBet).Define("rule", "b", """{"trigger":{"event":"casino.bet","reversals":"only"},""" + Points);

        Assert.Equal("a/1:1", Met(matcher.Send(Bet())));
        var firing = matcher.Send(Bet(5) with { Reverses = "bet-1" }, e => e with
        {
            Reversal = new ReversalContext { Position = 0, JudgedAtMicros = NineMicros, DefinitionsOffset = 0, Segments = ReadOnlyMemory<byte>.Empty, Currency = "EUR", Amount = 5, Taken = 5, Wholly = true },
        });

        Assert.Equal("a/1:4 b/1:1", Met(firing));
    }

    [Fact]
    public void Rule_18_a_reversal_reaches_the_accumulator_even_where_it_meets_nothing()
    {
        var firing = matcher.Send(Bet() with { Reverses = "bet-1" }, e => e with
        {
            Reversal = new ReversalContext { Position = 0, JudgedAtMicros = NineMicros, DefinitionsOffset = -1, Segments = ReadOnlyMemory<byte>.Empty, Wholly = true },
        });

        Assert.Equal("", Met(firing));
    }

    [Fact]
    public void Rule_32_a_scheduled_player_fires_exactly_its_rule_if_it_is_live()
    {
        const string Scheduled = """{"schedule":{"daily_at":"09:00"},""" + Points;
        matcher.Define("rule", "daily", Scheduled).Define("rule", "other", Scheduled).Define("rule", "a", OnBet);
        var member = Bet(type: "engage.scheduled") with { Attributes = new Dictionary<string, AttributeValue> { ["rule_id"] = AttributeValue.FromString("daily") } };

        Assert.Equal("daily/1:1", Met(matcher.Send(member, e => e with { Flags = 32 })));
        Assert.Null(matcher.Send(member, e => e with { Flags = 32, ExtraConditionsHold = false }));

        matcher.Define("rule", "daily", Scheduled, "paused");
        Assert.Null(matcher.Send(member, e => e with { Flags = 32 }));
    }

    [Fact]
    public void Rule_42_backfill_fires_nothing()
    {
        matcher.Define("rule", "a", OnBet);

        Assert.Null(matcher.Send(Bet() with { Backfill = true }, e => e with { Flags = 4 }));
    }

    [Fact]
    public void Rule_5_derived_events_are_judged_down_to_depth_8()
    {
        matcher.Define("rule", "a", """{"trigger":{"event":"tag.added"},""" + Points);

        Assert.Equal("a/1:1", Met(matcher.Send(Bet(type: "tag.added", depth: 8), e => e with { Index = 1, Flags = 8 })));
        Assert.Null(matcher.Send(Bet(type: "tag.added", depth: 9), e => e with { Index = 1, Flags = 8 }));
    }

    [Fact]
    public void Rule_47_an_erasure_reaches_the_accumulator_naming_no_rule()
    {
        matcher.Define("rule", "a", OnBet);

        Assert.Equal("", Met(matcher.Send(Bet(), e => e with { Flags = 16 })));
    }

    [Fact]
    public void An_undecodable_record_goes_to_the_dead_letters_and_its_neighbours_go_on()
    {
        matcher.Define("rule", "a", OnBet);
        matcher.Driver.PipeRaw(Topics.Topics.EnrichedEvents, "ada"u8.ToArray(), [1, 2, 3]);

        Assert.Single(matcher.Driver.Read(Topics.Topics.DeadLetters));
        Assert.Equal("a/1:1", Met(matcher.Send(Bet())));
    }

    [Fact]
    public void The_flow_is_as_the_map_has_it() => Assert.Equal(
        """
        worker trigger-matcher
          table   definitions
          read    enriched-events
          process match triggers
          write   rule-firings
          reject  dead-letters

        """,
        TriggerMatcherTopology.Build(new()).Describe());
}
