using System.Collections.Immutable;
using Engage.Rules.Definitions;
using Engage.Rules.Gates;
using NodaTime;
using static Engage.Rules.Tests.Time.ActivityPeriodTests;

namespace Engage.Rules.Tests.Gates;

public sealed class DeliveryGatesTests
{
    private static readonly long Noon = Utc("2026-12-01T11:00:00Z");
    private static readonly long Night = Utc("2026-12-01T22:30:00Z");

    private static readonly GatedPlayer Ada = new()
    {
        Suppression = GatedPlayer.NotSuppressed,
        Consents = new Dictionary<string, bool> { ["sms"] = true, ["email"] = true },
        Market = "SE",
        TimeZone = "Europe/Stockholm",
    };

    private static readonly Policy Strict = new()
    {
        Id = "default",
        QuietHours = new QuietHours(["sms", "email"], new LocalTime(22, 0), new LocalTime(8, 0), "UTC"),
        Caps = [new FrequencyCap("sms", 2, 86_400_000_000)],
        Budgets = [new Budget(null, 10, 3_600_000_000)],
        Markets = ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, AllowedClasses>>.Empty.Add(
            "DK", ImmutableSortedDictionary<string, AllowedClasses>.Empty.Add("sms", AllowedClasses.Transactional)),
    };

    private static readonly GateCounts Nothing = new([0], [0]);

    [Fact]
    public void A_message_that_no_gate_holds_goes() => Assert.IsType<GateVerdict.Send>(Judge(Sms(), Ada, Noon));

    [Fact]
    public void Rule_36_each_gate_speaks_only_if_those_before_it_are_open()
    {
        // Given a player and an hour at which everything is against the message, one gate after the other is opened.
        var (player, policy, counts, now) = (Ada with { Suppression = "self_excluded", Consents = ImmutableDictionary<string, bool>.Empty, Market = "dk" }, Strict, new GateCounts([2], [10]), Night);
        Assert.Equal(new GateVerdict.Suppressed("self_excluded"), Judge());

        player = player with { Suppression = "none" };
        Assert.Equal(new GateVerdict.Suppressed("consent"), Judge());

        player = player with { Consents = Ada.Consents };
        Assert.Equal(new GateVerdict.Suppressed("market"), Judge());

        player = player with { Market = null };
        Assert.Equal(new GateVerdict.Held(Utc("2026-12-02T07:00:00Z"), "quiet_hours"), Judge());

        now = Noon;
        Assert.Equal(new GateVerdict.Suppressed("cap"), Judge());

        counts = counts with { PerCap = [1] };
        Assert.Equal(new GateVerdict.Parked("budget"), Judge());

        counts = counts with { PerBudget = [9] };
        Assert.IsType<GateVerdict.Send>(Judge());

        GateVerdict Judge() => DeliveryGates.Judge(Sms(), player, policy, counts, now);
    }

    [Theory]
    [InlineData(DeliveryKind.PlayerMessage, "suppressed")]
    [InlineData(DeliveryKind.Gift, "suppressed")]
    [InlineData(DeliveryKind.InternalMessage, "send")]
    [InlineData(DeliveryKind.Bookkeeping, "send")]
    public void Rule_36_a_stated_suppression_stops_messages_to_the_player_and_gifts_only(DeliveryKind kind, string verdict) =>
        Assert.Equal(verdict, Name(Judge(Sms() with { Kind = kind }, Ada with { Suppression = "blocked" }, Noon)));

    [Theory]
    [InlineData(DeliveryKind.PlayerMessage, "parked")]
    [InlineData(DeliveryKind.Gift, "send")]
    [InlineData(DeliveryKind.InternalMessage, "send")]
    [InlineData(DeliveryKind.Bookkeeping, "send")]
    public void Rule_36_a_suppression_never_stated_holds_messages_to_the_player(DeliveryKind kind, string verdict) =>
        Assert.Equal(verdict, Name(Judge(Sms() with { Kind = kind }, Ada with { Suppression = null }, Noon)));

    [Theory]
    [InlineData("sms", false, "suppressed")]
    [InlineData("email", false, "suppressed")]
    [InlineData("sms", true, "send")]
    [InlineData("slack", false, "send")]
    public void Rule_36_the_triggering_players_consent_stops_internal_sms_and_email_unless_overridden(string channel, bool isOverridden, string verdict)
    {
        var player = Ada with { Consents = new Dictionary<string, bool> { ["email"] = false } };
        var request = Sms() with { Kind = DeliveryKind.InternalMessage, Channel = channel, OverrideConsent = isOverridden };

        Assert.Equal(verdict, Name(Judge(request, player, Noon)));
    }

    [Fact]
    public void Rule_36_override_consent_overrides_consent_only()
    {
        var request = Sms() with { OverrideConsent = true };

        Assert.Equal(new GateVerdict.Suppressed("self_excluded"), Judge(request, Ada with { Suppression = "self_excluded" }, Noon));
        Assert.Equal(new GateVerdict.Suppressed("market"), Judge(request, Ada with { Market = "DK" }, Noon));
    }

    [Fact]
    public void Rule_36_internal_messages_skip_class_quiet_hours_caps_and_budgets() =>
        Assert.IsType<GateVerdict.Send>(DeliveryGates.Judge(Sms() with { Kind = DeliveryKind.InternalMessage }, Ada with { Market = "DK" }, Strict, new GateCounts([9], [99]), Night));

    [Fact]
    public void Rule_36_transactional_messages_pass_the_market_and_are_not_capped()
    {
        var request = Sms() with { Class = MessageClass.Transactional };

        Assert.IsType<GateVerdict.Send>(DeliveryGates.Judge(request, Ada with { Market = "DK" }, Strict, new GateCounts([2], [0]), Noon));
    }

    [Fact]
    public void Rule_36_a_budget_of_another_rule_does_not_count()
    {
        var policy = Strict with { Budgets = [new Budget("other", 1, 1_000_000)] };

        Assert.IsType<GateVerdict.Send>(DeliveryGates.Judge(Sms(), Ada, policy, new GateCounts([0], [99]), Noon));
    }

    [Fact]
    public void Rule_42_age_ends_an_action_before_any_gate_is_asked()
    {
        var player = Ada with { Suppression = null };

        Assert.Equal(new GateVerdict.Expired("max_age"), Judge(Sms() with { IsTooOld = true }, player, Noon));
        Assert.Equal(new GateVerdict.Expired("expires_after"), Judge(Sms() with { ExpiresAtMicros = Noon }, player, Noon));
        Assert.Equal("parked", Name(Judge(Sms() with { ExpiresAtMicros = Noon + 1 }, player, Noon)));
    }

    [Fact]
    public void Rule_47_actions_of_an_erased_player_are_dropped() =>
        Assert.Equal(new GateVerdict.Dropped("erased"), Judge(Sms(), Ada with { IsErased = true }, Noon));

    [Fact]
    public void Rule_42_an_action_is_too_old_by_ingestion_minus_occurrence_and_expires_from_its_decision()
    {
        var action = new SendSms(new InlineText("x"), false) { MaxAgeMicros = 3_600_000_000, ExpiresAfterMicros = 4 * 3_600_000_000L };

        Assert.False(ActionAge.IsTooOld(action, Noon, Noon + 3_600_000_000));
        Assert.True(ActionAge.IsTooOld(action, Noon, Noon + 3_600_000_001));
        Assert.Equal(Noon + (4 * 3_600_000_000L), ActionAge.ExpiresAt(action, Noon));
        Assert.Null(ActionAge.ExpiresAt(action with { ExpiresAfterMicros = null }, Noon));
    }

    [Theory]
    [InlineData("2026-12-01T20:59:59Z", null)]
    [InlineData("2026-12-01T21:00:00Z", "2026-12-02T07:00:00Z")]
    [InlineData("2026-12-02T03:00:00Z", "2026-12-02T07:00:00Z")]
    [InlineData("2026-12-02T07:00:00Z", null)]
    [InlineData("2026-10-24T21:00:00Z", "2026-10-25T07:00:00Z")]
    [InlineData("2027-03-27T22:00:00Z", "2027-03-28T06:00:00Z")]
    public void Rule_36_quiet_hours_are_those_of_the_players_zone_over_the_changes_too(string now, string? until) =>
        Assert.Equal(until is null ? null : Utc(until), QuietTime.EndOf(Strict.QuietHours!, "sms", "Europe/Stockholm", Utc(now)));

    [Theory]
    [InlineData("2027-03-28T00:30:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T00:40:00Z", null)]
    [InlineData("2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z")]
    public void Quiet_hours_that_end_within_a_change_of_clocks(string now, string? until)
    {
        var quiet = new QuietHours(["sms"], new LocalTime(0, 0), new LocalTime(2, 30), "Europe/Stockholm");

        Assert.Equal(until is null ? null : Utc(until), QuietTime.EndOf(quiet, "sms", "no/such-zone", Utc(now)));
    }

    [Fact]
    public void Quiet_hours_hold_only_their_channels() => Assert.Null(QuietTime.EndOf(Strict.QuietHours!, "slack", "UTC", Night));

    [Fact]
    public void Rule_35_a_literal_recipient_makes_a_message_internal_unless_it_is_the_player()
    {
        var literal = new SendSms(new InlineText("x"), false) { To = "+4790000001" };

        Assert.Equal(DeliveryKind.InternalMessage, DeliveryRequest.KindOf(literal, LiteralRecipient.SomebodyElse));
        Assert.Equal(DeliveryKind.PlayerMessage, DeliveryRequest.KindOf(literal, LiteralRecipient.ThePlayer));
        Assert.Equal(DeliveryKind.PlayerMessage, DeliveryRequest.KindOf(literal with { To = null }, LiteralRecipient.SomebodyElse));
    }

    [Fact]
    public void Rule_36_gifts_are_what_is_given_started_and_raised()
    {
        RuleAction[] gifts =
        [
            new GivePoints(1, null), new GiveBonus("b", false), new GiveMiniGame("m", 1, false), new GiveMission("m", false), new StartCampaign("c"), new ChangeLevel("l"),
        ];
        RuleAction[] others =
        [
            new DeductPoints(1, false), new ResetPoints(), new StopCampaign("c"), new MarkPlayer("m"), new UnmarkPlayer("m"), new TagPlayer("t"), new UntagPlayer("t"), new Webhook("e", "{}"),
        ];

        Assert.All(gifts, action => Assert.Equal(DeliveryKind.Gift, DeliveryRequest.KindOf(action, LiteralRecipient.SomebodyElse)));
        Assert.All(others, action => Assert.Equal(DeliveryKind.Bookkeeping, DeliveryRequest.KindOf(action, LiteralRecipient.SomebodyElse)));
    }

    private static DeliveryRequest Sms() => new(DeliveryKind.PlayerMessage, "sms", "r", MessageClass.Marketing, OverrideConsent: false, ExpiresAtMicros: null, IsTooOld: false);

    private static GateVerdict Judge(DeliveryRequest request, GatedPlayer player, long now) => DeliveryGates.Judge(request, player, Strict, Nothing, now);

    private static string Name(GateVerdict verdict) => verdict.GetType().Name.ToLowerInvariant();
}
