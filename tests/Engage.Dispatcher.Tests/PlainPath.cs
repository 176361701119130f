using System.Text;
using Engage.Contracts;

namespace Engage.Dispatcher.Tests;

/// <summary>What a healthy delivery looks like, channel by channel.</summary>
public sealed class PlainPath
{
    [Fact]
    public async Task A_platform_action_without_an_endpoint_is_delivered_as_its_result()
    {
        await using var dispatching = await Dispatching.StartAsync();

        var action = dispatching.Act("points", "give_points", with: action => action with { Times = 37, Points = 74 });

        var result = Assert.Single(dispatching.Results);
        Assert.Equal(("delivered", true, 0, "platform"), (result.Status, result.Final, result.Seq, result.Channel));
        Assert.Equal((action.ActionId, 37, 74m), (result.ActionId, result.Times, result.Points));
    }

    [Fact]
    public async Task A_platform_action_reaches_the_endpoint_under_its_action_id()
    {
        await using var dispatching = await Dispatching.StartAsync(channels: channels => channels.AllowPrivateEndpoints = true);
        dispatching.Define("endpoint", "casino", $"'purpose':'platform','address':'{dispatching.Sandbox.PlatformAddress}actions'");

        var give = dispatching.Act("points", "give_points", with: action => action with { Times = 37, Points = 74 });
        var deduct = dispatching.Act("points", "deduct_points", with: action => action with { Points = 100 });
        await dispatching.SettleAsync();

        Assert.Equal([give.ActionId, deduct.ActionId], dispatching.Sandbox.Platform.Grants("p1").Select(grant => grant.ActionId));
        Assert.Equal([("delivered", null), ("delivered", (decimal?)26)], dispatching.FinalResults.Select(result => (result.Status, result.Shortfall)));
        Assert.All(dispatching.FinalResults, result => Assert.Equal("platform/casino/player:p1", result.Lane));
    }

    [Fact]
    public async Task A_slack_message_reaches_its_channel_with_the_event_in_its_text()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("failed", "{'send_slack':{'to':'#VIP','text':'Failed: {{player.id}} {{event.amount | money}} {{event.attributes.reason}}'}}");

        dispatching.Act("failed", "send_slack", with: action => action with { Event = Deposit(1_500, "<!channel>") });
        await dispatching.SettleAsync();

        var entry = Assert.Single(dispatching.Sandbox.Ledger.Entries);
        var result = Assert.Single(dispatching.Results);
        Assert.Equal("#vip", entry.RecipientNamed);
        Assert.StartsWith("Failed: p1 1,500.00 EUR &lt;", entry.Text);
        Assert.Equal(("delivered", "#vip", "slack/default/#vip", "slack", 1), (result.Status, result.Recipient, result.Lane, result.Provider, result.Attempt));
        Assert.Equal((entry.DeliveryMark, entry.Id), (result.DeliveryId, result.ProviderMessageId));
    }

    [Fact]
    public async Task An_sms_goes_to_the_players_own_number_with_the_stop_text_and_its_number_in_no_result()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("welcome", "{'send_sms':{'text':'Hi {{player.first_name}}!'}}").Know(Players.Contactable());

        dispatching.Act("welcome", "send_sms", with: action => action with { ProfileVersion = 1 });
        await dispatching.SettleAsync();

        var entry = Assert.Single(dispatching.Sandbox.Ledger.Entries);
        var result = Assert.Single(dispatching.Results);
        Assert.Equal(("+4790000001", "Hi Ada! To stop SMS, reply STOP", "p1"), (entry.Recipient, entry.Text, entry.Player));
        Assert.Equal(("accepted", true, null, "sms/default/player:p1", 1), (result.Status, result.Final, result.Recipient, result.Lane, result.SmsSegments));
        Assert.DoesNotContain("90000001", result.ToString());
    }

    [Fact]
    public async Task An_email_to_the_staff_says_whom_it_went_to()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("failed", "{'send_email':{'to':'vip.norway@Casino.Example','subject':'Failed deposit of {{player.id}}','text':'{{player.id}}','override_consent':true}}");

        dispatching.Act("failed", "send_email");
        await dispatching.SettleAsync();

        var entry = Assert.Single(dispatching.Sandbox.Ledger.Entries);
        var result = Assert.Single(dispatching.Results);
        Assert.Equal(("vip.norway@casino.example", "p1"), (entry.Recipient, entry.Text));
        Assert.Equal(("accepted", "vip.norway@casino.example", true), (result.Status, result.Recipient, result.ConsentOverridden));
        Assert.Contains("Subject: Failed deposit of p1\r\n", dispatching.Sandbox.Mails[0].Raw);
    }

    [Fact]
    public async Task A_webhook_is_called_at_its_endpoint_with_the_body_filled_in()
    {
        await using var dispatching = await Dispatching.StartAsync(channels: channels => channels.AllowPrivateEndpoints = true);
        dispatching
            .Define("endpoint", "crm", $"'purpose':'webhook','address':'{dispatching.Sandbox.PlatformAddress}webhooks/crm'")
            .DefineRule("tell", """{'webhook':{'endpoint':'crm','body':'{\'player\':\'{{player.id}}\'}'}}""");

        dispatching.Act("tell", "webhook");
        await dispatching.SettleAsync();

        Assert.Equal("""{"player":"p1"}""", Assert.Single(dispatching.Sandbox.Ledger.Entries).Text);
        Assert.Equal("webhook/crm/player:p1", Assert.Single(dispatching.FinalResults).Lane);
    }

    [Fact]
    public async Task A_tag_action_is_delivered_and_comes_back_as_an_event_of_the_engines_own()
    {
        await using var dispatching = await Dispatching.StartAsync();

        var tag = dispatching.Act("tag", "tag_player", with: action => action with { Payload = Payload("tag", "vip"), RootId = "casino/1/deposit", Depth = 2 });
        dispatching.Act("tag", "untag_player", with: action => action with { Payload = Payload("tag", "new") });

        var events = dispatching.Driver.Read(EngageTopics.PlayerEvents).Select(record => record.Value!).ToList();
        Assert.Equal(["delivered", "delivered"], dispatching.Results.Select(result => result.Status));
        Assert.Equal(("engage", tag.ActionId, "player.updated", "casino/1/deposit", 2), (events[0].Source, events[0].EventId, events[0].Type, events[0].RootId, events[0].Depth));
        Assert.Equal(["vip"], events[0].Update!.AddTags);
        Assert.Equal(["new"], events[1].Update!.RemoveTags);
        Assert.Equal(tag.OccurredAtMicros, events[0].OccurredAtMicros);
    }

    [Fact]
    public async Task Results_carry_cloud_events_headers_and_the_trace_they_belong_to()
    {
        await using var dispatching = await Dispatching.StartAsync();
        var action = dispatching.Act("points", "give_points");
        _ = dispatching.Driver.Read(EngageTopics.ActionResults);
        var value = new System.Buffers.ArrayBufferWriter<byte>();
        EngageTopics.Actions.Wire.Write(action, value);
        dispatching.Driver.PipeRaw(
            EngageTopics.Actions, Encoding.UTF8.GetBytes("p1"), value.WrittenSpan.ToArray(),
            headers: new Streams.HeaderBuffer().Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        var result = Assert.Single(dispatching.Driver.Read(EngageTopics.ActionResults));
        Assert.Equal("p1", result.Key);
        Assert.Equal("1.0", result.Headers["ce_specversion"]);
        Assert.Equal("engage.action-result.v1", result.Headers["ce_type"]);
        Assert.Equal("engage/dispatcher", result.Headers["ce_source"]);
        Assert.Equal(result.Value!.ResultId, result.Headers["ce_id"]);
        Assert.Equal("2026-11-02T09:00:00.000000Z", result.Headers["ce_time"]);
        Assert.Equal("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", result.Headers["traceparent"]);
    }

    [Fact]
    public async Task An_internal_message_finds_the_partition_that_owns_its_lane()
    {
        await using var dispatching = await Dispatching.StartAsync(partitionCount: 4);
        dispatching.DefineRule("failed", "{'send_slack':{'to':'#vip','text':'{{player.id}}'}}");

        for (var player = 0; player < 12; player++) dispatching.Act("failed", "send_slack", player: $"p{player}");
        await dispatching.SettleAsync();

        Assert.Equal(12, dispatching.Sandbox.Ledger.Entries.Count);
        Assert.Equal(12, dispatching.FinalResults.Count(result => result.Status == "delivered"));
        Assert.Single(dispatching.Sandbox.Ledger.Entries.Select(entry => entry.Recipient).Distinct());
    }

    private static Dictionary<string, string> Payload(string name, string value) => new Dictionary<string, string> { [name] = value };

    private static ReadOnlyMemory<byte> Deposit(decimal amount, string reason)
    {
        var value = new System.Buffers.ArrayBufferWriter<byte>();
        EngageTopics.PlayerEvents.Wire.Write(
            new PlayerEvent
            {
                Source = "wallet",
                EventId = "e1",
                Type = "deposit.failed",
                PlayerId = "p1",
                OccurredAtMicros = 1_793_610_000_000_000,
                Amount = amount,
                Currency = "EUR",
                Attributes = new Dictionary<string, AttributeValue> { ["reason"] = AttributeValue.FromString(reason) },
            },
            value);
        return value.WrittenSpan.ToArray();
    }
}
