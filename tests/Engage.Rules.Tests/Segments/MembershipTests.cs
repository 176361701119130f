using System.Text;
using Engage.Rules.Accumulation;
using Engage.Rules.Facts;
using Engage.Rules.Segments;
using static Engage.Rules.Tests.TestDefinitions;

namespace Engage.Rules.Tests.Segments;

/// <summary>Semantics 6, 7, 8 and 11.</summary>
public sealed class MembershipTests
{
    private static readonly string FiveBetsADay = Segment("busy", """{ "count": { "event": "casino.bet", "within": "24h", "gte": 5 } }""");

    [Fact]
    public void A_window_of_24_hours_holds_five_bets_until_the_same_second_of_the_next_day()
    {
        var player = new PlayerScenario().Apply(Set(FiveBetsADay));
        for (var i = 0; i < 4; i++) Assert.Equal("", player.Bet("2026-03-01T10:00:00Z", 1));
        Assert.Equal("busy", player.Bet("2026-03-01T10:00:00Z", 1));

        Assert.Equal("busy", player.At("2026-03-02T09:59:59Z"));
        Assert.Equal("", player.At("2026-03-02T10:00:00Z"));

        player.Sweep("2026-03-02T11:30:00Z");
        Assert.Equal(["entered busy 2026-03-01T10:00:00Z Event", "left busy 2026-03-02T10:00:00Z Clock"], player.Announced());
    }

    [Fact]
    public void The_clock_announces_the_same_whether_a_sweep_or_the_next_event_notices()
    {
        var swept = new PlayerScenario().Apply(Set(FiveBetsADay));
        var unswept = new PlayerScenario().Apply(Set(FiveBetsADay));
        foreach (var player in (PlayerScenario[])[swept, unswept])
        {
            for (var i = 0; i < 5; i++) player.Bet($"2026-03-01T10:0{i}:00Z", 1);
        }

        swept.Sweep("2026-03-02T10:01:00Z").Sweep("2026-03-02T12:00:00Z");
        Assert.Equal("", swept.Bet("2026-03-03T00:00:00Z", 1));
        Assert.Equal("", unswept.Bet("2026-03-03T00:00:00Z", 1));
        Assert.Equal(swept.Announced(), unswept.Announced());
        Assert.Equal("left busy 2026-03-02T10:00:00Z Clock", unswept.Announced().Last());
    }

    [Fact]
    public void An_event_counts_for_the_segment_that_it_is_judged_by()
    {
        var player = new PlayerScenario().Apply(Set(Segment("repeaters", """{ "count": { "event": "deposit.approved", "gt": 1 } }""")));
        Assert.Equal("", player.Event("2026-03-01T10:00:00Z", "deposit.approved"));
        Assert.Equal("repeaters", player.Event("2026-03-01T10:00:01Z", "deposit.approved"));
        Assert.Equal("repeaters", player.Event("2026-03-01T10:00:02Z", "deposit.approved"));
    }

    [Fact]
    public void A_login_after_thirty_days_away_is_seen_at_that_login_and_not_after_it()
    {
        var player = new PlayerScenario().Apply(Set(Segment("back", """{ "since_last": { "event": "player.login", "before": true, "gte": "30d" } }""")));
        Assert.Equal("", player.Event("2026-01-02T10:00:00Z", "player.login"));
        Assert.Equal("back", player.Event("2026-02-10T10:00:00Z", "player.login"));
        Assert.Equal("", player.Event("2026-02-10T10:00:01Z", "casino.bet"));
        Assert.Equal(
            ["entered back 2026-02-01T10:00:00Z Clock", "left back 2026-02-10T10:00:00Z Clock"],
            player.Announced());
    }

    [Fact]
    public void Recency_enters_and_leaves_by_the_clock_to_the_microsecond()
    {
        var player = new PlayerScenario().Apply(Set(
            Segment("asleep", """{ "since_last": { "event": "player.login", "gt": "7d" } }"""),
            Segment("awake", """{ "since_last": { "event": "player.login", "lte": "7d" } }"""),
            Segment("newcomer", """{ "never": { "event": "player.login" } }""")));
        Assert.Equal("newcomer", player.Event("2026-03-01T09:00:00Z", "casino.bet"));
        Assert.Equal("awake", player.Event("2026-03-01T10:00:00Z", "player.login"));
        Assert.Equal("awake", player.At("2026-03-08T10:00:00Z"));
        Assert.Equal("asleep", player.At("2026-03-08T10:00:00.000001Z"));

        player.Sweep("2026-04-01T00:00:00Z");
        Assert.Equal(["entered asleep 2026-03-08T10:00:00.000001Z Clock", "left awake 2026-03-08T10:00:00.000001Z Clock"], player.Announced().Skip(3));
    }

    [Fact]
    public void Knowledge_moves_segments_at_the_event_that_brings_it_and_those_that_refer_to_them()
    {
        var player = new PlayerScenario().Apply(Set(
            Segment("vips", """{ "profile.vip_level": { "in": ["gold", "platinum"] } }"""),
            Segment("mail", """{ "in_segment": "vips", "consents.email": true, "tags": { "has_none": ["quiet"] } }""")));
        Assert.Equal("vips", player.Update("2026-03-01T10:00:00Z", state => state.SetProfile("vip_level"u8, FactValue.FromText("gold"u8))));
        Assert.Equal("mail vips", player.Update("2026-03-01T10:00:01Z", state => state.SetConsent("email"u8, given: true)));
        Assert.Equal("vips", player.Update("2026-03-01T10:00:02Z", state => state.AddTag("quiet"u8)));
        Assert.Equal("", player.Update("2026-03-01T10:00:03Z", state => state.SetProfile("vip_level"u8, FactValue.Missing)));
    }

    [Fact]
    public void Sums_are_those_of_the_wallet_currency_and_a_currency_without_bound_is_unknown()
    {
        const string where = """{ "sum": { "event": "casino.bet", "field": "amount", "within": "30d", "gte": { "EUR": 100, "GBP": 85 } } }""";
        var player = new PlayerScenario().Apply(Set(Segment("big", where), Segment("small", $$"""{ "not": {{where}} }""")));
        Assert.Equal("", player.Bet("2026-03-01T10:00:00Z", 90));
        Assert.Equal("small", player.Update("2026-03-01T10:00:01Z", state => state.SetProfile("currency"u8, FactValue.FromText("eur"u8))));
        Assert.Equal("small", player.Bet("2026-03-01T10:00:02Z", 85, "GBP"));
        Assert.Equal("big", player.Bet("2026-03-01T10:00:03Z", 10));
        Assert.Equal("", player.Update("2026-03-01T10:00:04Z", state => state.SetProfile("currency"u8, FactValue.FromText("SEK"u8))));
        Assert.Equal("big", player.Update("2026-03-01T10:00:05Z", state => state.SetProfile("currency"u8, FactValue.FromText("GBP"u8))));
    }

    [Fact]
    public void Unknown_is_no_at_the_top_of_a_segment_also_through_another_segment()
    {
        var player = new PlayerScenario().Apply(Set(
            Segment("unknown", """{ "not": { "profile.age": { "gte": 18 } } }"""),
            Segment("outer", """{ "not": { "in_segment": "unknown" } }""")));
        Assert.Equal("outer", player.Event("2026-03-01T10:00:00Z", "casino.bet"));
    }

    [Fact]
    public void A_new_window_is_unknown_for_old_players_until_it_has_run_full_and_known_at_once_for_new_ones()
    {
        var quiet = Segment("quiet", """{ "count": { "event": "casino.bet", "within": "24h", "lt": 5 } }""");
        var old = new PlayerScenario().Apply(Set(Segment("other", """{ "tags": { "has": "x" } }""")), at: "2026-03-01T00:00:00Z");
        old.Bet("2026-03-01T08:00:00Z", 1);
        old.Apply(old.Definitions.Plus(quiet), at: "2026-03-01T10:00:00Z");
        Assert.Equal("", old.Bet("2026-03-01T11:00:00Z", 1));
        Assert.Equal("", old.At("2026-03-02T09:59:59Z"));
        Assert.Equal("quiet", old.At("2026-03-02T10:00:00Z"));
        old.Sweep("2026-03-02T15:00:00Z");
        Assert.Equal(["entered quiet 2026-03-02T10:00:00Z Clock"], old.Announced());

        var fresh = new PlayerScenario().Apply(Set(quiet), at: "2026-03-01T10:00:00Z");
        Assert.Equal("quiet", fresh.Bet("2026-03-01T11:00:00Z", 1));
    }

    [Fact]
    public void A_shorter_window_of_the_same_step_is_kept_and_a_longer_one_is_not()
    {
        var player = new PlayerScenario().Apply(Set(Segment("a", """{ "count": { "event": "casino.bet", "within": "24h", "gte": 1 } }""")), at: "2026-03-01T00:00:00Z");
        player.Bet("2026-03-01T08:00:00Z", 1);
        player.Bet("2026-03-02T08:00:00Z", 1);
        player.Apply(
            player.Definitions
                .Plus(Segment("shorter", """{ "count": { "event": "casino.bet", "within": "12h", "gte": 1 } }"""))
                .Plus(Segment("longer", """{ "count": { "event": "casino.bet", "within": "36h", "gte": 1 } }"""))
                .Plus(Segment("finer", """{ "count": { "event": "casino.bet", "within": "1h", "gte": 1 } }""")),
            at: "2026-03-02T09:00:00Z");
        Assert.Equal("a shorter", player.Event("2026-03-02T09:00:01Z", "player.login"));
        Assert.Equal("a finer shorter", player.Bet("2026-03-02T10:30:00Z", 1));
    }

    [Fact]
    public void A_filtered_lifetime_counter_counts_from_its_marker()
    {
        var byCard = Segment("card", """{ "count": { "event": "deposit.approved", "where": { "attributes.method": "card" }, "gte": 2 } }""");
        var card = new TestEvent("deposit.approved") { Attributes = { ["method"] = "card" } };
        var player = new PlayerScenario().Apply(Set(Segment("other", """{ "tags": { "has": "x" } }""")), at: "2026-03-01T00:00:00Z");
        player.Event("2026-03-01T08:00:00Z", card);
        player.Apply(player.Definitions.Plus(byCard), at: "2026-03-01T10:00:00Z");
        Assert.Equal("", player.Event("2026-03-01T11:00:00Z", card));
        Assert.Equal("", player.Event("2026-03-01T11:00:00Z", new TestEvent("deposit.approved") { Attributes = { ["method"] = "bank" } }));
        Assert.Equal("card", player.Event("2026-03-01T12:00:00Z", card));

        // An edit elsewhere keeps it; taken out and put back, it begins anew.
        player.Apply(player.Definitions.Plus(Segment("other", """{ "tags": { "has": "y" } }""")), at: "2026-03-01T13:00:00Z");
        Assert.Equal("card", player.Event("2026-03-01T13:00:01Z", "player.login"));
        player.Apply(player.Definitions.Plus(byCard, status: "paused"), at: "2026-03-01T14:00:00Z");
        player.Apply(player.Definitions.Plus(byCard), at: "2026-03-01T15:00:00Z");
        Assert.Equal("", player.Event("2026-03-01T16:00:00Z", card));
    }

    [Fact]
    public void An_edited_segment_is_judged_anew_as_of_its_marker()
    {
        var player = new PlayerScenario().Apply(Set(Segment("rich", """{ "profile.balance": { "gte": 10 } }"""), Segment("gone", """{ "profile.balance": { "gte": 1 } }""")));
        Assert.Equal("gone rich", player.Update("2026-03-01T10:00:00Z", state => state.SetProfile("balance"u8, FactValue.FromDouble(12.5))));
        player.Apply(
            player.Definitions.Plus(Segment("rich", """{ "profile.balance": { "gte": 20 } }""")).Plus(Segment("gone", """{ "profile.balance": { "gte": 1 } }"""), status: "archived"),
            at: "2026-03-01T12:00:00Z");
        Assert.Equal("", player.Event("2026-03-01T13:00:00Z", "casino.bet"));
        Assert.Equal(["left gone 2026-03-01T12:00:00Z Definition", "left rich 2026-03-01T12:00:00Z Definition"], player.Announced().Skip(2));
    }

    [Fact]
    public void A_reversal_subtracts_where_its_original_stands()
    {
        var player = new PlayerScenario().Apply(Set(
            Segment("five", """{ "count": { "event": "casino.bet", "within": "24h", "gte": 2 } }"""),
            Segment("sum", """{ "sum": { "event": "casino.bet", "field": "amount", "gte": 100, "currency": "EUR" } }""")));
        var bet = new TestEvent("casino.bet") { Amount = 60 };
        player.Event("2026-03-01T10:00:00Z", bet);
        Assert.Equal("five sum", player.Event("2026-03-01T11:00:00Z", bet));

        var original = PlayerScenario.Micros("2026-03-01T10:00:00Z");
        Assert.Equal("five", player.TakeBack("2026-03-01T12:00:00Z", bet, new TakenBack(original, player.Definitions.Offset, Wholly: false, 30, [])));
        Assert.Equal("", player.TakeBack("2026-03-01T12:00:01Z", bet, new TakenBack(original, player.Definitions.Offset, Wholly: true, 30, [])));
        Assert.Equal(1, player.State!.CountOf("casino.bet"u8));
        Assert.True(CurrencyCode.TryParse("EUR", out var euro));
        Assert.Equal(60, player.State.SumOf("casino.bet"u8, [], euro));
        Assert.Equal(PlayerScenario.Micros("2026-03-01T11:00:00Z"), player.State.TimesOf("casino.bet"u8)!.Value.LastMicros);
    }

    [Fact]
    public void A_late_event_is_judged_at_its_own_time_and_moves_what_holds_now()
    {
        var player = new PlayerScenario().Apply(Set(Segment("hour", """{ "count": { "event": "casino.bet", "within": "1h", "gte": 2 } }"""), Segment("day", """{ "count": { "event": "casino.bet", "within": "24h", "gte": 2 } }""")));
        player.Bet("2026-03-02T10:00:00Z", 1);
        Assert.Equal("", player.Bet("2026-03-01T09:00:00Z", 1));
        Assert.Equal("day hour", player.Bet("2026-03-01T09:30:00Z", 1));
        Assert.Equal("day", player.Bet("2026-03-02T09:15:00Z", 1));
        Assert.Equal("day hour", player.At("2026-03-02T10:00:00Z"));
    }

    [Fact]
    public void Prefixes_count_over_all_their_types_and_a_star_leaves_updates_and_tags_out()
    {
        var player = new PlayerScenario().Apply(Set(
            Segment("games", """{ "count": { "event": ["casino.*", "sport.bet"], "gte": 3 } }"""),
            Segment("some", """{ "count": { "event": "*", "gte": 3 } }""")));
        player.Event("2026-03-01T10:00:00Z", "casino.bet");
        player.Event("2026-03-01T10:00:01Z", "casino.win");
        Assert.Equal("", player.Update("2026-03-01T10:00:02Z", static _ => { }));
        Assert.Equal("games some", player.Event("2026-03-01T10:00:03Z", "sport.bet"));
    }

    [Fact]
    public void An_explanation_names_the_leaf_that_failed_and_its_value()
    {
        var player = new PlayerScenario().Apply(Set(Segment("busy", """{ "profile.country": "NO", "count": { "event": "casino.bet", "within": "24h", "gte": 5 } }""")));
        player.Event("2026-03-01T10:00:00Z", new TestEvent("casino.bet"), state => state.SetProfile("country"u8, FactValue.FromText(Encoding.UTF8.GetBytes("NO"))));
        var explanation = player.Judge.Explain(player.State!, "busy", PlayerScenario.Instant("2026-03-01T10:00:00Z"))!;
        Assert.Equal(Verdict.No, explanation.Verdict);
        Assert.Equal("count(casino.bet, within 1d) gte 5: No (actual: 1)", explanation.Culprit!.ToString());
    }
}
