using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Engage.Sandbox.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_message_accepted_before_the_reset_stands_in_the_ledger_although_the_sender_saw_a_failure()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await FaultsAsync(fixture, new { match = new { kind = "slack", method = "chat.postMessage" }, effect = new { reset = "after_accept" }, count = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => fixture.PostAsync("#vip", "text", mark: "d-1"));

        Assert.Equal("d-1", Assert.Single(fixture.Sandbox.Ledger.Entries).DeliveryMark);
    }

    [Fact]
    public async Task A_second_acceptance_of_one_delivery_is_a_duplicate()
    {
        await using var fixture = await SandboxFixture.StartAsync(options => options with { SlackPostInterval = TimeSpan.Zero });
        await fixture.PostAsync("#vip", "text", mark: "d-1");
        await fixture.PostAsync("#vip", "text", mark: "d-1");
        await fixture.PostAsync("#vip", "text", mark: "d-2");

        var duplicate = Assert.Single(await fixture.AdminListAsync("duplicates"))!;

        Assert.Equal(("d-1", 2), ((string)duplicate["delivery_mark"]!, (int)duplicate["count"]!));
        Assert.Equal(2, fixture.Sandbox.Ledger.Entries[1].Attempt);
    }

    [Theory]
    [InlineData("before_body")]
    [InlineData("after_body")]
    public async Task A_reset_before_acceptance_leaves_nothing_behind(string reset)
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await FaultsAsync(fixture, new { effect = new { reset }, count = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => fixture.PostAsync("#vip", "first"));
        await fixture.PostAsync("#vip", "second");

        Assert.Equal("second", Assert.Single(fixture.Sandbox.Ledger.Entries).Text);
    }

    [Fact]
    public async Task A_rule_hits_only_the_recipient_it_names_by_id_or_by_name()
    {
        await using var fixture = await SandboxFixture.StartAsync(options => options with { SlackPostInterval = TimeSpan.Zero });
        var id = (string)(await fixture.PostAsync("#vip", "text"))["channel"]!;
        await FaultsAsync(fixture, new { match = new { recipient = "#vip" }, effect = new { error = "is_archived" } });

        Assert.Equal("is_archived", (string)(await fixture.PostAsync("#vip", "by name"))["error"]!);
        Assert.Equal("is_archived", (string)(await fixture.PostAsync(id, "by id"))["error"]!);
        Assert.True((bool)(await fixture.PostAsync("#quiet", "another"))["ok"]!);
    }

    [Fact]
    public async Task A_rule_hits_the_nth_request_alone()
    {
        await using var fixture = await SandboxFixture.StartAsync(options => options with { SlackPostInterval = TimeSpan.Zero });
        await FaultsAsync(fixture, new { match = new { nth = 2 }, effect = new { error = "fatal_error" } });

        var outcomes = new List<bool>();
        for (var i = 0; i < 3; i++) outcomes.Add((bool)(await fixture.PostAsync("#vip", "text"))["ok"]!);

        Assert.Equal([true, false, true], outcomes);
    }

    [Fact]
    public async Task Chance_is_drawn_from_the_seed()
    {
        var first = await OutcomesAsync();
        var again = await OutcomesAsync();

        Assert.Equal(first, again);
        Assert.Contains(true, first);
        Assert.Contains(false, first);

        static async Task<List<bool>> OutcomesAsync()
        {
            await using var fixture = await SandboxFixture.StartAsync(options => options with { SlackPostInterval = TimeSpan.Zero, Seed = 7 });
            await FaultsAsync(fixture, new { effect = new { error = "fatal_error" }, probability = 0.5 });
            var outcomes = new List<bool>();
            for (var i = 0; i < 20; i++) outcomes.Add((bool)(await fixture.PostAsync("#vip", "text"))["ok"]!);
            return outcomes;
        }
    }

    [Fact]
    public async Task Status_body_and_retry_after_are_answered_as_given()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await FaultsAsync(
            fixture,
            new { effect = new { status = 502, body = "<html>Bad gateway" }, count = 1 },
            new { effect = new { retry_after = 30 }, count = 1 });

        using var broken = await fixture.SlackRawAsync("chat.postMessage", new JsonObject { ["channel"] = "#vip", ["text"] = "text" });
        using var limited = await fixture.SlackRawAsync("chat.postMessage", new JsonObject { ["channel"] = "#vip", ["text"] = "text" });

        Assert.Equal((HttpStatusCode.BadGateway, "<html>Bad gateway"), (broken.StatusCode, await broken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal((HttpStatusCode.TooManyRequests, "30"), (limited.StatusCode, limited.Headers.GetValues("Retry-After").Single()));
    }

    [Fact]
    public async Task A_hanging_request_is_answered_never()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await FaultsAsync(fixture, new { effect = new { hang = true } });
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            fixture.Http.PostAsync(new Uri(fixture.Sandbox.SlackAddress, "auth.test"), JsonContent.Create(new JsonObject()), impatient.Token));
    }

    [Theory]
    [InlineData("""{"not":"a list"}""")]
    [InlineData("""[{"match":{"kind":"slack"}}]""")]
    [InlineData("""[{"effect":{"statsu":500}}]""")]
    public async Task A_rule_that_cannot_be_read_is_refused(string rules)
    {
        await using var fixture = await SandboxFixture.StartAsync();

        using var answer = await fixture.Http.PutAsync("_admin/faults", new StringContent(rules), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_ledger_is_read_by_kind_recipient_and_time_and_can_be_emptied()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.PostAsync("#vip", "early");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await fixture.PostAsync("#quiet", "late");
        await fixture.SmsAsync("+4790000001");

        Assert.Equal("early", (string)Assert.Single(await fixture.AdminListAsync("ledger?kind=slack&recipient=%23vip"))!["text"]!);
        Assert.Equal("late", (string)Assert.Single(await fixture.AdminListAsync("ledger?kind=slack&since=2026-11-02T09:01:00Z"))!["text"]!);
        (await fixture.AdminAsync(HttpMethod.Delete, "ledger")).EnsureSuccessStatusCode();
        Assert.Empty(await fixture.AdminListAsync("ledger"));
    }

    private static async Task FaultsAsync(SandboxFixture fixture, params object[] rules) =>
        (await fixture.AdminAsync(HttpMethod.Put, "faults", rules)).EnsureSuccessStatusCode();
}
