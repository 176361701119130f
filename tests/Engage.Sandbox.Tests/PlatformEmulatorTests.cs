using System.Text.Json.Nodes;

namespace Engage.Sandbox.Tests;

public sealed class PlatformEmulatorTests
{
    [Fact]
    public async Task A_repeated_key_credits_once_and_answers_the_same()
    {
        await using var fixture = await SandboxFixture.StartAsync();

        var first = await fixture.PlatformAsync("a-1", "give_points", 74);
        var again = await fixture.PlatformAsync("a-1", "give_points", 74);

        Assert.Equal(first.Body.ToJsonString(), again.Body.ToJsonString());
        Assert.Equal(74, fixture.Sandbox.Platform.Balances("p1")["default"]);
        Assert.Single(fixture.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.PlatformAsync("a-1", "give_points", 74);

        var (status, body) = await fixture.PlatformAsync("a-1", "give_points", 75);

        Assert.Equal((422, "idempotency_key_reused"), (status, (string)body["error"]!));
    }

    [Fact]
    public async Task A_deduction_stops_at_zero_and_says_what_it_could_not_take()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.PlatformAsync("a-1", "give_points", 10);

        var (_, body) = await fixture.PlatformAsync("a-2", "deduct_points", 25);

        Assert.Equal((0m, 15m), ((decimal)body["balance"]!, (decimal)body["shortfall"]!));
    }

    [Fact]
    public async Task The_books_of_a_player_are_open_to_the_admin()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.PlatformAsync("a-1", "give_points", 10);
        await fixture.PlatformAsync("a-2", "give_bonus", 0);

        var books = JsonNode.Parse(await fixture.Http.GetStringAsync("_admin/platform/players/p1", TestContext.Current.CancellationToken))!;

        Assert.Equal(10, (decimal)books["balances"]!["default"]!);
        Assert.Equal(["give_points", "give_bonus"], books["grants"]!.AsArray().Select(grant => (string)grant!["type"]!));
    }

    [Fact]
    public async Task A_request_that_is_no_object_or_names_no_player_is_refused()
    {
        await using var fixture = await SandboxFixture.StartAsync();

        using var broken = await fixture.Http.PostAsync("platform/actions", new StringContent("{"), TestContext.Current.CancellationToken);
        var nobody = await fixture.PlatformAsync("a-1", "give_points", 1, player: "");

        Assert.Equal((400, 422), ((int)broken.StatusCode, nobody.Status));
    }
}
