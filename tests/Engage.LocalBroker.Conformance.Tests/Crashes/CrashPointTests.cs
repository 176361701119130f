using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;
using Engage.LocalBroker.Faults;

namespace Engage.LocalBroker.Conformance.Tests.Crashes;

/// <summary>The broker's process dies at a named step instead of at a random one, as the control port was told.</summary>
public sealed class CrashPointTests : IAsyncLifetime
{
    private const int KilledBySignal = 137;

    private BrokerProcess broker = null!;
    private Cluster cluster = null!;

    public async ValueTask InitializeAsync()
    {
        broker = new BrokerProcess();
        await broker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
    }

    public ValueTask DisposeAsync()
    {
        cluster.Dispose();
        broker.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_record_written_and_not_yet_answered_is_there_once_after_the_client_repeated_it()
    {
        await cluster.CreateTopicAsync("t");
        var producer = cluster.Producer(null);
        await producer.SendAsync("t", "before");
        await DieAtAsync(CrashPoint.ProduceAfterWrite);

        var sending = producer.SendAsync("t", "at the point");
        await RestartWhenDeadAsync();
        await sending;
        await producer.SendAsync("t", "after");

        Assert.Equal(["before", "at the point", "after"], cluster.ReadAll("t"));
    }

    [Theory]
    [InlineData(nameof(CrashPoint.JournalTorn), 1)]
    [InlineData(nameof(CrashPoint.TransactionAfterPrepare), 1)]
    [InlineData(nameof(CrashPoint.TransactionAfterMarker), 2)]
    [InlineData(nameof(CrashPoint.TransactionBeforeComplete), 1)]
    public async Task A_commit_is_whole_in_every_partition(string point, int occurrence)
    {
        await cluster.CreateTopicAsync("t", 3);
        var producer = cluster.Producer("transactional");
        producer.BeginTransaction();
        foreach (var partition in (int[])[0, 1, 2]) await producer.PutAsync(new("t", partition), "k", $"p{partition}");
        await DieAtAsync(Enum.Parse<CrashPoint>(point), occurrence);

        var commit = Task.Run(() => producer.CommitTransaction(Cluster.Patience), TestContext.Current.CancellationToken);
        await RestartWhenDeadAsync();
        await commit;

        await Cluster.EventuallyAsync("p0 p1 p2", () => Task.FromResult(string.Join(' ', cluster.ReadAll("t").Order())));
    }

    [Theory]
    [InlineData(nameof(CrashPoint.CompactBeforeSwap))]
    [InlineData(nameof(CrashPoint.CompactMidSwap))]
    public async Task A_compaction_that_is_cut_short_loses_no_key_and_can_be_done_again(string point)
    {
        await cluster.CreateTopicAsync("t", 1, ("segment.bytes", "1024")); // Without cleanup.policy=compact, so that only the order compacts it.
        var producer = cluster.Producer(null);
        for (var round = 0; round < 40; round++)
        {
            await producer.PutAsync(new("t", 0), "often", $"{round}");
            await producer.PutAsync(new("t", 0), $"once-{round}", "x");
        }

        await DieAtAsync(Enum.Parse<CrashPoint>(point));
        await broker.OrderUnansweredAsync("""{"do":"compact","topic":"t"}""");
        await RestartWhenDeadAsync();

        AssertNewest(cluster.ReadRecords("t"));
        await broker.OrderAsync("""{"do":"compact","topic":"t"}""");
        var compacted = cluster.ReadRecords("t");
        AssertNewest(compacted);
        Assert.Single(compacted, static record => record.Message.Key == "often");
    }

    [Theory]
    [InlineData("""{"do":"juggle"}""", "There is no order 'juggle'.")]
    [InlineData("""{"do":"compact"}""", "'topic' is missing.")]
    [InlineData("""{"do":"compact","topic":"none"}""", "There is no topic 'none'. (Parameter 'topic')")]
    [InlineData("""{"do":"crash","point":"at lunch"}""", "'point' must be one of ")]
    [InlineData("not json", "is an invalid")]
    public async Task An_order_that_makes_no_sense_is_answered_with_the_reason(string order, string reason) =>
        Assert.Contains(reason, (await broker.AskAsync(order)).GetProperty("error").GetString(), StringComparison.Ordinal);

    [Fact]
    public async Task A_fault_ordered_over_the_control_port_strikes()
    {
        await cluster.CreateTopicAsync("t");
        var order = """{"do":"fault","api":"Produce","topic":"t","action":"fail","error":"NotLeaderOrFollower","count":2}""";
        var id = (await broker.OrderAsync(order)).GetProperty("id").GetInt32();

        await cluster.Producer(null).SendAsync("t", "in the end");

        Assert.Equal(2, (await broker.OrderAsync($$"""{"do":"hits","id":{{id}}}""")).GetProperty("hits").GetInt32());
        Assert.Equal(["in the end"], cluster.ReadAll("t"));
    }

    private async Task DieAtAsync(CrashPoint point, int occurrence = 1) =>
        await broker.OrderAsync($$"""{"do":"crash","point":"{{point}}","occurrence":{{occurrence}}}""");

    private async Task RestartWhenDeadAsync()
    {
        Assert.Equal(KilledBySignal, await broker.DiedAsync());
        await broker.StartAsync();
    }

    private static void AssertNewest(List<ConsumeResult<string, string>> records)
    {
        Assert.Equal("39", records.Last(static record => record.Message.Key == "often").Message.Value);
        Assert.Equal(40, records.Count(static record => record.Message.Key.StartsWith("once-", StringComparison.Ordinal)));
    }
}
