using Engage.Contracts;

namespace Engage.Dispatcher.Tests;

/// <summary>The gates of semantics 36 as a message meets them: at routing, and again right before it leaves.</summary>
public sealed class Gating
{
    private const string SmsToPlayer = "{'send_sms':{'text':'Hi {{player.id}}'}}";
    private const string SmsToStaff = "{'send_sms':{'to':'+4790000009','text':'{{player.id}}'}}";

    [Theory]
    [InlineData("self_excluded", true, "self_excluded")]
    [InlineData("none", false, "consent")]
    public async Task A_message_that_must_not_reach_the_player_is_recorded_as_suppressed(string suppression, bool consent, string reason)
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("hi", SmsToPlayer).Know(Player(suppression, consent));

        dispatching.Act("hi", "send_sms");
        await dispatching.SettleAsync();

        Assert.Equal(("suppressed", reason, true), Shown(Assert.Single(dispatching.Results)));
        Assert.Empty(dispatching.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_suppression_stated_while_the_message_waits_stops_it()
    {
        await using var dispatching = await Dispatching.StartAsync(channels: channels => channels.Twilio.AccountSid = null);
        dispatching.DefineRule("hi", SmsToPlayer).Know(Players.Contactable());
        dispatching.Act("hi", "send_sms"); // No account: it waits.
        await dispatching.SettleAsync();

        Assert.Equal(("parked", "no_account", false), Shown(Assert.Single(dispatching.Results)));

        dispatching.Know(Player("self_excluded", consent: true) with { Version = 2 });
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(("suppressed", "self_excluded", true), Shown(dispatching.Results[^1]));
        Assert.Empty(dispatching.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_message_to_a_player_whose_suppression_was_never_stated_is_held_until_it_is()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("hi", SmsToPlayer).Know(Players.Contactable() with { Suppression = null });

        dispatching.Act("hi", "send_sms");
        await dispatching.SettleAsync();
        Assert.Equal(("parked", "suppression_unknown", false), Shown(Assert.Single(dispatching.Results)));

        dispatching.Know(Players.Contactable(version: 2));
        await dispatching.SettleAsync();
        Assert.Equal(("accepted", null, true), Shown(dispatching.Results[^1]));
        Assert.Equal([0, 1], dispatching.Results.Select(result => result.Seq));
        Assert.Single(dispatching.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_held_message_ends_as_expired_when_its_time_is_over()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("hi", SmsToPlayer).Know(Players.Contactable() with { Suppression = null });
        dispatching.Act("hi", "send_sms", with: action => action with { ExpiresAtMicros = Micros(Dispatching.Nine.AddHours(4)) });

        await dispatching.AdvanceAsync(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Assert.Empty(dispatching.FinalResults);
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(("expired", "expires_after", true), Shown(Assert.Single(dispatching.FinalResults)));
    }

    [Theory]
    [InlineData(true, "expired", "max_age")]
    [InlineData(false, "expired", "expires_after")]
    public async Task An_action_that_comes_too_late_ends_at_routing(bool tooOld, string status, string reason)
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("hi", SmsToPlayer).Know(Players.Contactable());

        dispatching.Act("hi", "send_sms", with: action => action with { TooOld = tooOld, ExpiresAtMicros = tooOld ? null : Micros(Dispatching.Nine) });

        Assert.Equal((status, reason, true), Shown(Assert.Single(dispatching.Results)));
    }

    [Fact]
    public async Task An_internal_sms_hangs_on_the_triggering_players_consent_unless_overridden_and_never_on_suppression()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching
            .DefineRule("plain", SmsToStaff)
            .DefineRule("forced", SmsToStaff.Replace("'text'", "'override_consent':true,'text'", StringComparison.Ordinal))
            .DefineRule("slack", "{'send_slack':{'to':'#vip','text':'{{player.id}}'}}")
            .Know(Player("self_excluded", consent: false));

        dispatching.Act("plain", "send_sms");
        dispatching.Act("forced", "send_sms");
        dispatching.Act("slack", "send_slack");
        await dispatching.SettleAsync();

        Assert.Equal(
            [("accepted", null, true), ("delivered", null, true), ("suppressed", "consent", true)],
            dispatching.FinalResults.Select(Shown).Order());
        Assert.Equal("+4790000009", dispatching.Results.Single(result => result.Reason == "consent").Recipient);
    }

    [Fact]
    public async Task A_literal_that_is_the_players_own_number_makes_a_player_message()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("own", "{'send_sms':{'to':'+4790000001','text':'hello','override_consent':true}}").Know(Player("self_excluded", consent: true));

        dispatching.Act("own", "send_sms");
        await dispatching.SettleAsync();

        var result = Assert.Single(dispatching.Results);
        Assert.Equal(("suppressed", "self_excluded", true), Shown(result));
        Assert.Equal(("sms/default/player:p1", null), (result.Lane, result.Recipient));
    }

    [Theory]
    [InlineData("give_points", "suppressed")]
    [InlineData("give_bonus", "suppressed")]
    [InlineData("start_campaign", "suppressed")]
    [InlineData("change_level", "suppressed")]
    [InlineData("deduct_points", "delivered")]
    [InlineData("reset_points", "delivered")]
    [InlineData("stop_campaign", "delivered")]
    [InlineData("mark_player", "delivered")]
    public async Task A_stated_suppression_stops_gifts_and_lets_the_rest_pass(string type, string status)
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.Know(Player("self_excluded", consent: true));

        dispatching.Act("any", type);

        Assert.Equal(status, Assert.Single(dispatching.Results).Status);
    }

    [Fact]
    public async Task No_gate_is_judged_on_a_profile_older_than_the_action_knows_and_order_is_kept()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("hi", SmsToPlayer).Know(Players.Contactable(version: 1));

        dispatching.Act("hi", "send_sms", with: action => action with { ProfileVersion = 5 });
        dispatching.Act("any", "give_points", with: action => action with { ProfileVersion = 1 });
        await dispatching.SettleAsync();
        Assert.Empty(dispatching.Results);

        dispatching.Know(Player("self_excluded", consent: true) with { Version = 5 });
        await dispatching.SettleAsync();

        Assert.Equal(["send_sms", "give_points"], dispatching.Results.OrderBy(result => result.FinishedAtMicros).Select(result => result.ActionType).OrderDescending());
        Assert.All(dispatching.Results, result => Assert.Equal(("suppressed", "self_excluded", true), Shown(result)));
        Assert.Empty(dispatching.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task Actions_that_wait_for_a_profile_survive_a_crash()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("hi", SmsToPlayer).Know(Players.Contactable(version: 1));
        dispatching.Act("hi", "send_sms", with: action => action with { ProfileVersion = 5 });

        dispatching.Driver.CrashAndRestartElsewhere();
        dispatching.Know(Players.Contactable(version: 5));
        await dispatching.SettleAsync();

        Assert.Equal(("accepted", null, true), Shown(Assert.Single(dispatching.Results)));
    }

    [Fact]
    public async Task Quiet_hours_hold_a_message_in_the_players_own_zone()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching
            .Define("policy", "default", "'quiet_hours':{'channels':['sms'],'from':'22:00','until':'08:00','time_zone':'Europe/Stockholm'}")
            .DefineRule("hi", SmsToPlayer)
            .Know(Players.Contactable() with { Attributes = With(Players.Contactable().Attributes, "time_zone", "America/New_York") });

        dispatching.Act("hi", "send_sms"); // 09:00Z is 04:00 in New York.
        await dispatching.SettleAsync();
        Assert.Equal(("parked", "quiet_hours", false), Shown(Assert.Single(dispatching.Results)));

        await dispatching.AdvanceAsync(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Assert.Empty(dispatching.Sandbox.Ledger.Entries);
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(1)); // 08:00 there.
        Assert.Single(dispatching.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_cap_suppresses_marketing_beyond_it_and_counts_what_left_only()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching
            .Define("policy", "default", "'caps':[{'channel':'sms','max':2,'within':'24h'}]")
            .DefineRule("hi", SmsToPlayer)
            .DefineRule("receipt", "{'send_sms':{'text':'Receipt','class':'transactional'}}")
            .Know(Players.Contactable());

        for (var i = 0; i < 3; i++) dispatching.Act("hi", "send_sms");
        dispatching.Act("receipt", "send_sms");
        await dispatching.SettleAsync();
        Assert.Equal([("accepted", null), ("accepted", null), ("suppressed", "cap"), ("accepted", null)], dispatching.FinalResults.Select(result => (result.Status, result.Reason)));

        await dispatching.AdvanceAsync(TimeSpan.FromHours(24));
        dispatching.Act("hi", "send_sms");
        await dispatching.SettleAsync();
        Assert.Equal("accepted", dispatching.FinalResults[^1].Status);
    }

    [Fact]
    public async Task A_market_may_forbid_marketing_on_a_channel()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching
            .Define("policy", "default", "'markets':{'SE':{'sms':'transactional'}}")
            .DefineRule("hi", SmsToPlayer)
            .Know(Players.Contactable() with { Attributes = With(Players.Contactable().Attributes, "market", "SE") });

        dispatching.Act("hi", "send_sms");
        await dispatching.SettleAsync();

        Assert.Equal(("suppressed", "market", true), Shown(Assert.Single(dispatching.Results)));
    }

    [Fact]
    public async Task Beyond_its_budget_a_rules_messages_are_parked_until_the_window_or_the_policy_moves()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching
            .Define("policy", "default", "'budgets':[{'rule':'*','max':1,'within':'1h'}]")
            .DefineRule("hi", SmsToPlayer)
            .Know(Players.Contactable("p1")).Know(Players.Contactable("p2"));

        dispatching.Act("hi", "send_sms", player: "p1");
        await dispatching.SettleAsync();
        dispatching.Act("hi", "send_sms", player: "p2");
        await dispatching.SettleAsync();
        Assert.Equal([("accepted", null), ("parked", "budget")], dispatching.Results.Select(result => (result.Status, result.Reason)));

        dispatching.Define("policy", "default", "'budgets':[{'rule':'*','max':5,'within':'1h'}]", version: 2);
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(2, dispatching.Sandbox.Ledger.Entries.Count);
    }

    [Fact]
    public async Task An_erased_players_actions_and_waiting_messages_are_dropped()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("hi", SmsToPlayer).Know(Players.Contactable() with { Suppression = null });
        dispatching.Act("hi", "send_sms");
        dispatching.Act("hi", "send_sms");

        dispatching.Know(new PlayerProfile { PlayerId = "p1", Version = 9, Erased = true });
        dispatching.Act("points", "give_points", with: action => action with { ProfileVersion = 9 });
        await dispatching.SettleAsync();

        Assert.Equal(3, dispatching.FinalResults.Count);
        Assert.All(dispatching.FinalResults, result => Assert.Equal(("dropped", "erased", true), Shown(result)));
        Assert.Empty(dispatching.Driver.Dump(Stores.Queue, 0));
        Assert.Empty(dispatching.Driver.Dump(Stores.Lanes, 0));
    }

    [Fact]
    public async Task A_player_without_a_number_fails_the_message_and_nothing_else()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("hi", SmsToPlayer).Know(Players.Contactable() with { Attributes = new Dictionary<string, AttributeValue>() });

        dispatching.Act("hi", "send_sms");
        await dispatching.SettleAsync();

        Assert.Equal(("failed_message", "no_contact", true), Shown(Assert.Single(dispatching.Results)));
    }

    [Theory]
    [InlineData("{'send_sms':{'text':'Hi {{player.nickname}}'}}", "send_sms", "missing_variable:player.nickname")]
    [InlineData("{'send_sms':{'text':{'template':'nowhere'}}}", "send_sms", "template_unknown")]
    [InlineData("{'send_slack':{'to':'#vip','text':'{{player.blank}}'}}", "send_slack", "no_text")]
    public async Task A_text_that_cannot_be_written_fails_its_message_before_any_lane_sees_it(string action, string type, string reason)
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("hi", action).Know(Players.Contactable() with { Attributes = With(Players.Contactable().Attributes, "blank", " ") });

        dispatching.Act("hi", type);

        Assert.Equal(("failed_message", reason, true), Shown(Assert.Single(dispatching.Results)));
        Assert.Empty(dispatching.Driver.Dump(Stores.Lanes, 0));
    }

    [Fact]
    public async Task A_template_speaks_the_players_language_as_of_the_decision()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching
            .Define("template", "hello", "'default_language':'en','texts':{'text':{'en':'Hello','sv':'Hej'}}")
            .DefineRule("hi", "{'send_slack':{'to':'#vip','text':{'template':'hello'}}}")
            .Know(Players.Contactable() with { Attributes = With(Players.Contactable().Attributes, "language", "sv-SE") });
        dispatching.Define("template", "hello", "'default_language':'en','texts':{'text':{'en':'Changed','sv':'Ändrat'}}", version: 2);

        dispatching.Act("hi", "send_slack", with: action => action with { DefinitionsOffset = 1 });
        await dispatching.SettleAsync();

        Assert.Equal("Hej", Assert.Single(dispatching.Sandbox.Ledger.Entries).Text);
    }

    private static (string Status, string? Reason, bool Final) Shown(ActionResult result) => (result.Status, result.Reason, result.Final);

    private static PlayerProfile Player(string suppression, bool consent) => Players.Contactable() with
    {
        Suppression = suppression,
        Consents = new Dictionary<string, bool> { ["sms"] = consent, ["email"] = consent },
    };

    private static Dictionary<string, AttributeValue> With(IReadOnlyDictionary<string, AttributeValue> attributes, string name, string value) =>
        new(attributes) { [name] = AttributeValue.FromString(value) };

    private static long Micros(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
