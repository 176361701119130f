using Engage.Channels.Platform;
using Engage.Sandbox;
using Engage.Sandbox.Faults;

namespace Engage.Channels.Tests.Platform;

public sealed class EndpointChannelTests
{
    private const string GivePoints = """{"action_id":"a-1","type":"give_points","player_id":"p1","times":37,"points":74}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_whose_answer_was_lost_credits_once_when_repeated()
    {
        await using var sandbox = await EngageSandbox.StartAsync(cancellation: Cancelled);
        await using var channel = ChannelTo(sandbox, NetworkReach.Any);
        sandbox.Faults.Replace([new(new(Kind: "platform"), new(Reset: FaultReset.AfterAccept), Count: 1)]);

        var lost = await channel.SendAsync(Messages.To("p1", GivePoints), Cancelled);
        var repeated = await channel.SendAsync(Messages.To("p1", GivePoints), Cancelled);

        Assert.Equal(RetryCause.Transient, Assert.IsType<RetryAfter>(lost.Outcome).Cause);
        Assert.IsType<Delivered>(repeated.Outcome);
        Assert.Equal(74, sandbox.Platform.Balances("p1")["default"]);
        Assert.Empty(sandbox.Ledger.Duplicates);
    }

    [Fact]
    public async Task An_address_of_our_own_network_is_not_called_unless_allowed()
    {
        await using var sandbox = await EngageSandbox.StartAsync(cancellation: Cancelled);
        await using var channel = ChannelTo(sandbox, NetworkReach.PublicOnly);

        var report = await channel.SendAsync(Messages.To("p1", GivePoints), Cancelled);

        Assert.Equal("address_refused", Assert.IsType<Misconfigured>(report.Outcome).Reason);
        Assert.Empty(sandbox.Ledger.Entries);
    }

    private static EndpointChannel ChannelTo(EngageSandbox sandbox, NetworkReach reach) =>
        new(new EndpointOptions { Provider = "platform", Address = new Uri(sandbox.PlatformAddress, "actions"), Reach = reach }, TimeProvider.System);
}
