using System.Net;
using System.Text.Json.Nodes;

namespace Engage.Sandbox.Tests;

public sealed class SlackEmulatorTests
{
    [Fact]
    public async Task A_posted_message_stands_in_the_ledger_under_its_id_its_name_and_its_mark()
    {
        await using var fixture = await SandboxFixture.StartAsync();

        var answer = await fixture.PostAsync("#vip", "Failed deposit: p1", mark: "d-1");

        var entry = Assert.Single(fixture.Sandbox.Ledger.Entries);
        Assert.True((bool)answer["ok"]!);
        Assert.Equal(((string)answer["channel"]!, "#vip", "d-1", "Failed deposit: p1", 1), (entry.Recipient, entry.RecipientNamed, entry.DeliveryMark, entry.Text, entry.Attempt));
    }

    [Fact]
    public async Task A_channel_takes_one_post_a_second_and_says_when_the_next_may_come()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.PostAsync("#vip", "first");

        using var second = await fixture.SlackRawAsync("chat.postMessage", new JsonObject { ["channel"] = "#vip", ["text"] = "second" });
        var elsewhere = await fixture.PostAsync("#quiet", "another channel has its own limit");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var later = await fixture.PostAsync("#vip", "third");

        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (second.StatusCode, second.Headers.GetValues("Retry-After").Single()));
        Assert.True((bool)elsewhere["ok"]!);
        Assert.True((bool)later["ok"]!);
    }

    [Fact]
    public async Task A_burst_of_posts_passes_where_the_options_allow_it()
    {
        await using var fixture = await SandboxFixture.StartAsync(options => options with { SlackPostBurst = 3 });

        var answers = new List<bool>();
        for (var i = 0; i < 4; i++) answers.Add((bool)(await fixture.PostAsync("#vip", "text"))["ok"]!);

        Assert.Equal([true, true, true, false], answers);
    }

    [Fact]
    public async Task A_renamed_channel_keeps_its_id_and_loses_its_old_name()
    {
        await using var fixture = await SandboxFixture.StartAsync(options => options with { SlackPostInterval = TimeSpan.Zero });
        var id = (string)(await fixture.PostAsync("#vip", "before"))["channel"]!;

        (await fixture.AdminAsync(HttpMethod.Post, "slack/channels/vip/rename", new { to = "vip-2" })).EnsureSuccessStatusCode();

        Assert.Equal("channel_not_found", (string)(await fixture.PostAsync("#vip", "by name"))["error"]!);
        Assert.True((bool)(await fixture.PostAsync(id, "by id"))["ok"]!);
        var channel = (await fixture.SlackAsync("conversations.info", new JsonObject { ["channel"] = id }))["channel"]!;
        Assert.Equal(("vip-2", "vip"), ((string)channel["name"]!, (string)channel["previous_names"]![0]!));
    }

    [Theory]
    [InlineData("archive", "is_archived")]
    [InlineData("delete", "channel_not_found")]
    [InlineData("kick-bot", "not_in_channel")]
    public async Task A_channel_out_of_reach_answers_with_its_reason(string act, string error)
    {
        await using var fixture = await SandboxFixture.StartAsync();
        (await fixture.AdminAsync(HttpMethod.Post, $"slack/channels/vip/{act}")).EnsureSuccessStatusCode();

        Assert.Equal(error, (string)(await fixture.PostAsync("#vip", "text"))["error"]!);
        Assert.Empty(fixture.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_private_channel_without_the_bot_does_not_exist_for_it()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        (await fixture.AdminAsync(HttpMethod.Post, "slack/channels", new { name = "board", @private = true })).EnsureSuccessStatusCode();
        (await fixture.AdminAsync(HttpMethod.Post, "slack/channels/board/kick-bot")).EnsureSuccessStatusCode();

        Assert.Equal("channel_not_found", (string)(await fixture.PostAsync("#board", "text"))["error"]!);
    }

    [Fact]
    public async Task A_post_to_a_deactivated_persons_direct_messages_is_answered_ok_but_opening_them_is_refused()
    {
        await using var fixture = await SandboxFixture.StartAsync(options => options with { SlackPostInterval = TimeSpan.Zero });
        var user = fixture.Sandbox.Slack.AddUser("ada", "Ada", email: null);
        var direct = (string)(await fixture.SlackAsync("conversations.open", new JsonObject { ["users"] = user }))["channel"]!["id"]!;
        (await fixture.AdminAsync(HttpMethod.Post, "slack/users/ada/deactivate")).EnsureSuccessStatusCode();

        Assert.True((bool)(await fixture.PostAsync(direct, "lost"))["ok"]!);
        Assert.Equal("user_disabled", (string)(await fixture.SlackAsync("conversations.open", new JsonObject { ["users"] = user }))["error"]!);
        Assert.True((bool)(await fixture.SlackAsync("users.info", new JsonObject { ["user"] = user }))["user"]!["deleted"]!);
    }

    [Fact]
    public async Task History_gives_metadata_back_to_those_who_ask_for_it()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var posted = await fixture.PostAsync("#vip", "text", mark: "d-1");
        var channel = (string)posted["channel"]!;

        var plain = await fixture.SlackAsync("conversations.history", new JsonObject { ["channel"] = channel });
        var marked = await fixture.SlackAsync("conversations.history", new JsonObject { ["channel"] = channel, ["include_all_metadata"] = true });

        Assert.Null(plain["messages"]![0]!["metadata"]);
        Assert.Equal("d-1", (string)marked["messages"]![0]!["metadata"]!["event_payload"]!["delivery_id"]!);
    }

    [Fact]
    public async Task Lists_come_in_pages_of_at_most_200()
    {
        await using var fixture = await SandboxFixture.StartAsync(options => options with { SlackRecipients = [.. Enumerable.Range(0, 250).Select(i => $"#c{i}")] });

        var first = await fixture.SlackAsync("conversations.list", []);
        var cursor = (string)first["response_metadata"]!["next_cursor"]!;
        var second = await fixture.SlackAsync("conversations.list", new JsonObject { ["cursor"] = cursor });

        Assert.Equal((200, 50, ""), (first["channels"]!.AsArray().Count, second["channels"]!.AsArray().Count, (string)second["response_metadata"]!["next_cursor"]!));
    }

    [Theory]
    [InlineData("users.list", 20)]
    [InlineData("users.info", 100)]
    public async Task A_method_is_limited_by_its_tier_for_a_minute(string method, int callsPerMinute)
    {
        await using var fixture = await SandboxFixture.StartAsync();
        for (var i = 0; i < callsPerMinute; i++) await fixture.SlackAsync(method, []);

        using var beyond = await fixture.SlackRawAsync(method, []);
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        using var later = await fixture.SlackRawAsync(method, []);

        Assert.Equal((HttpStatusCode.TooManyRequests, "60"), (beyond.StatusCode, beyond.Headers.GetValues("Retry-After").Single()));
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task A_revoked_or_foreign_token_is_refused()
    {
        await using var fixture = await SandboxFixture.StartAsync();

        var foreign = await fixture.SlackAsync("auth.test", [], token: "xoxb-other");
        (await fixture.AdminAsync(HttpMethod.Post, "slack/token/revoke")).EnsureSuccessStatusCode();
        var revoked = await fixture.SlackAsync("auth.test", []);
        (await fixture.AdminAsync(HttpMethod.Post, "slack/token/restore")).EnsureSuccessStatusCode();
        var restored = await fixture.SlackAsync("auth.test", []);

        Assert.Equal(("invalid_auth", "token_revoked", true), ((string)foreign["error"]!, (string)revoked["error"]!, (bool)restored["ok"]!));
    }

    [Fact]
    public async Task A_person_is_found_by_address_until_deactivated()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var lookUp = new JsonObject { ["email"] = "grace@casino.example" };

        var found = await fixture.SlackAsync("users.lookupByEmail", (JsonObject)lookUp.DeepClone());
        fixture.Sandbox.Slack.DeactivateUser("grace");
        var gone = await fixture.SlackAsync("users.lookupByEmail", lookUp);

        Assert.Equal(("grace", "users_not_found"), ((string)found["user"]!["name"]!, (string)gone["error"]!));
    }

    [Fact]
    public async Task Text_is_cut_at_40000_characters()
    {
        await using var fixture = await SandboxFixture.StartAsync();

        await fixture.PostAsync("#vip", new string('x', 40_001));

        Assert.Equal(40_000, fixture.Sandbox.Ledger.Entries[0].Text.Length);
    }

    [Fact]
    public async Task An_unknown_name_answers_as_slack_does()
    {
        await using var fixture = await SandboxFixture.StartAsync();

        Assert.Equal("channel_not_found", (string)(await fixture.PostAsync("#nobody-made-this", "text"))["error"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.AdminAsync(HttpMethod.Post, "slack/channels/nobody-made-this/archive")).StatusCode);
    }
}
