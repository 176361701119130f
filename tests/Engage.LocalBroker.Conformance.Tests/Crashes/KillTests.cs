using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Crashes;

/// <summary>S1: the broker's process is killed again and again in the middle of its work, and keeps every promise it made.</summary>
public sealed class KillTests : IAsyncLifetime
{
    private const int Kills = 100;

    private BrokerProcess broker = null!;
    private Cluster cluster = null!;
    private KillLoad load = null!;

    public async ValueTask InitializeAsync()
    {
        broker = new BrokerProcess();
        await broker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
        load = new KillLoad(cluster);
        await load.StartAsync();
    }

    public ValueTask DisposeAsync()
    {
        cluster.Dispose();
        broker.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_and_no_transaction_is_torn()
    {
        var seed = Environment.TickCount;
        await load.InterruptAsync(Kills, new Random(seed), broker.KillAndRestartAsync);

        var complaints = await KillVerdict.ComplaintsAsync(cluster, load);

        Assert.True(complaints.Count == 0, $"Seed {seed}: {string.Join('\n', complaints)}");
        Assert.Equal(load.CommittedOffset, cluster.Committed(KillLoad.Group, KillLoad.Input).Value); // No undecided offset is left behind: this would wait.
    }

    /// <summary>The control: a broker whose writes are not yet with the system when it answers would look like this.</summary>
    [Theory]
    [InlineData("logs", ".log")]
    [InlineData("coord", ".journal")]
    public async Task A_broker_that_lost_its_last_writes_is_found_out(string folder, string extension)
    {
        await load.InterruptAsync(1, new Random(1), broker.KillAndRestartAsync);
        await broker.KillAsync();
        broker.CutNewestFiles(folder, extension);
        await broker.StartAsync();

        Assert.NotEmpty(await KillVerdict.ComplaintsAsync(cluster, load));
    }
}
