using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Crashes;

/// <summary>S1 once more, for its control: load and verdict are the same, the broker is in this process and forgets all it knows as by a kill.</summary>
public sealed class ForgetfulBroker
{
    /// <summary>One while each of the writers is at work.</summary>
    private const int Kills = 3;

    [Fact]
    public async Task What_it_forgot_it_learns_again_from_its_logs() => Assert.Empty(await ComplaintsAsync(scansLogs: true));

    [Fact]
    public async Task Control_a_broker_that_does_not_scan_its_logs_is_found_out() =>
        Assert.Contains(await ComplaintsAsync(scansLogs: false), static complaint => complaint.EndsWith("is visible and was not committed.", StringComparison.Ordinal)); // Which transactions were aborted stands in the logs alone.

    private static async Task<List<string>> ComplaintsAsync(bool scansLogs)
    {
        await using var broker = await EmbeddedBroker.StartAsync(new EmbeddedBrokerOptions { ScansLogs = scansLogs, RetentionCheckInterval = TimeSpan.FromMilliseconds(20) });
        using var cluster = new Cluster(broker.BootstrapServers);
        var load = new KillLoad(cluster);
        await load.StartAsync();
        await load.InterruptAsync(Kills, new Random(1), ForgetAsync);
        return await KillVerdict.ComplaintsAsync(cluster, load);

        async Task ForgetAsync()
        {
            broker.Abandon();
            await broker.RestartAsync();
        }
    }
}
