using System.Text.Json.Nodes;
using Engage.Sandbox.Twilio;

namespace Engage.Sandbox.Tests;

public sealed class TwilioEmulatorTests
{
    [Fact]
    public async Task An_accepted_message_has_a_sid_and_stands_in_the_ledger_with_the_mark_of_its_callback()
    {
        await using var fixture = await SandboxFixture.StartAsync();

        var (status, body) = await fixture.SmsAsync("+4790000001", callback: "https://engage.example/callback?d=d-1&p=p1");

        var entry = Assert.Single(fixture.Sandbox.Ledger.Entries);
        Assert.Equal((201, "delivered", "1"), (status, (string)body["status"]!, (string)body["num_segments"]!));
        Assert.Matches("^SM[0-9a-f]{32}$", (string)body["sid"]!);
        Assert.Equal(("sms", "+4790000001", "d-1", "p1"), (entry.Kind, entry.Recipient, entry.DeliveryMark, entry.Player));
    }

    [Theory]
    [InlineData("+15005550001", 21211)]
    [InlineData("+15005550002", 21612)]
    [InlineData("+15005550003", 21408)]
    [InlineData("+15005550004", 21610)]
    [InlineData("+15005550009", 21614)]
    [InlineData("12345", 21211)]
    [InlineData("", 21604)]
    public async Task A_recipient_that_cannot_be_reached_has_its_code(string to, int code)
    {
        await using var fixture = await SandboxFixture.StartAsync();

        var (status, body) = await fixture.SmsAsync(to);

        Assert.Equal((400, code), (status, (int)body["code"]!));
        Assert.Empty(fixture.Sandbox.Ledger.Entries);
    }

    [Theory]
    [InlineData("+15005550001", 400, 21212)]
    [InlineData("+15005550007", 400, 21606)]
    [InlineData("+15005550008", 429, 21611)]
    public async Task A_sender_that_may_not_send_has_its_code(string from, int status, int code)
    {
        await using var fixture = await SandboxFixture.StartAsync();

        var answer = await fixture.SmsAsync("+4790000001", from: from);

        Assert.Equal((status, code), (answer.Status, (int)answer.Body["code"]!));
    }

    [Fact]
    public async Task Messages_are_listed_newest_first_by_recipient_and_time()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.SmsAsync("+4790000001", "first");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await fixture.SmsAsync("+4790000001", "second");
        await fixture.SmsAsync("+4790000002", "another");

        Assert.Equal(["second", "first"], await BodiesAsync("?To=%2B4790000001"));
        Assert.Equal(["second"], await BodiesAsync("?To=%2B4790000001&DateSent%3E=2026-11-02T09:01:00Z"));

        async Task<string[]> BodiesAsync(string query)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Messages, query));
            var (_, list) = await fixture.TwilioAsync(request);
            return [.. list["messages"]!.AsArray().Select(message => (string)message!["body"]!)];
        }
    }

    [Fact]
    public async Task A_number_that_opted_out_is_refused_until_it_opts_in()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        fixture.Sandbox.OptOutOfSms("+4790000001");
        var refused = await fixture.SmsAsync("+4790000001");
        fixture.Sandbox.OptIntoSms("+4790000001");
        var taken = await fixture.SmsAsync("+4790000001");

        Assert.Equal((21610, 201), ((int)refused.Body["code"]!, taken.Status));
    }

    [Fact]
    public async Task A_wrong_token_is_refused()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, fixture.Messages);

        var (status, body) = await fixture.TwilioAsync(request, token: "wrong");

        Assert.Equal((401, 20003), (status, (int)body["code"]!));
    }

    [Fact]
    public async Task A_sender_whose_queue_is_longer_than_ten_hours_is_refused()
    {
        await using var fixture = await SandboxFixture.StartAsync(options => options with { TwilioSegmentsPerSecond = 1 / 36_000d });

        await fixture.SmsAsync("+4790000001");
        await fixture.SmsAsync("+4790000002");
        var third = await fixture.SmsAsync("+4790000003");

        Assert.Equal((429, 21611), (third.Status, (int)third.Body["code"]!));
    }

    [Fact]
    public void A_callback_is_signed_as_twilio_documents_it()
    {
        // The example of twilio.com/docs/usage/security, with its token 12345.
        var signature = TwilioCallbacks.Sign("12345", new Uri("https://mycompany.com/myapp.php?foo=1&bar=2"), new Dictionary<string, string>
        {
            ["CallSid"] = "CA1234567890ABCDE",
            ["Caller"] = "+14158675310",
            ["Digits"] = "1234",
            ["From"] = "+14158675310",
            ["To"] = "+18005551212",
        });

        Assert.Equal("GvWf1cFY/Q7PnoempGyD5oXAezc=", signature);
    }

    [Fact]
    public async Task A_message_ends_undelivered_where_a_fault_says_so()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        fixture.Sandbox.Faults.Replace([new(new(Kind: "sms", Method: "callback"), new(Error: "30003"))]);

        var (_, body) = await fixture.SmsAsync("+4790000001");

        Assert.Equal(("undelivered", 30003), ((string)body["status"]!, (int)body["error_code"]!));
    }
}
