using Engage.LoadTest.Brokers;
using Engage.Streams.Kafka.Tests.Proxy;

namespace Engage.Streams.Kafka.Tests;

/// <summary>Answers that are lost and requests that come late, through a proxy of our own. The numbers are those of the test catalogue.</summary>
public abstract class BadNetwork(BrokerUnderTest under)
{
    /// <summary>11, and 15 for Produce: the client sends again, the broker recognises it and does not say where the first copy lies.</summary>
    [Theory]
    [InlineData(ApiKeys.Produce)]
    [InlineData(ApiKeys.AddOffsetsToTxn)]
    [InlineData(ApiKeys.TxnOffsetCommit)]
    [InlineData(ApiKeys.EndTxn)]
    public async Task Answers_that_are_lost_lose_and_double_nothing(short api)
    {
        await using var proxy = Proxy();
        using var sums = new SumCase(under.Broker);
        sums.Settings = sums.Settings with { Bootstrap = proxy.Bootstrap };
        sums.Input.Send(200);
        var worker = await sums.Start("a");
        sums.WaitUntilRead();
        proxy.Mischief = new Mischief { LosesAnswersTo = api, AnswersToLose = 3 };
        sums.SendUntil(() => proxy.Mischief.AnswersLeft <= 0, worker);
        await sums.Says(worker, "replaced"); // Whatever was repeated may still be under way under the old epoch.

        sums.AssertExactlyOnce();
    }

    /// <summary>12: a commit that arrives in the midst of the next transaction.</summary>
    [Fact]
    public async Task A_commit_that_comes_late_is_refused()
    {
        await using var proxy = Proxy();
        using var sums = new SumCase(under.Broker, partitions: 1); // One changelog, so that one batch of it is all of it.
        var error = await DieInATransactionThatALateCommitHasMet(proxy, sums, string.Empty);
        Assert.NotEqual(0, error);

        sums.Settings = sums.Settings with { Bootstrap = sums.Broker.Bootstrap };
        await sums.Start("a");

        sums.AssertExactlyOnce();
    }

    [Fact]
    public async Task Control_12_with_the_producer_kept_it_tears_the_transaction()
    {
        await using var proxy = Proxy();
        using var sums = new SumCase(under.Broker, partitions: 1); // One changelog, so that one batch of it is all of it.
        var error = await DieInATransactionThatALateCommitHasMet(proxy, sums, "unsafe:ProducerReplacement");
        Assert.Equal(0, error);

        sums.Settings = sums.Settings with { Bootstrap = sums.Broker.Bootstrap };
        var second = sums.Begin("a");

        Assert.Contains("it was torn", await sums.Says(second, "alarm"), StringComparison.Ordinal); // The headers in the changelog are the second line.
    }

    /// <summary>10: the coordinator is away for longer than a session, comes back and knows the member still. The client's heartbeat without a member id looks like a twin's then.</summary>
    [Fact]
    public async Task A_session_that_runs_out_while_the_broker_is_away_ends_no_worker()
    {
        await using var proxy = Proxy();
        using var sums = new SumCase(under.Broker);
        sums.Settings = sums.Settings with { Bootstrap = proxy.Bootstrap };
        sums.Input.Send(200);
        var worker = await sums.Start("a", "commit.after-produce:sleep13000@3"); // Not polling, so that the client cannot act on the loss at once.
        sums.SendUntilSaid(worker, "failpoint");
        var away = TimeProvider.System.GetTimestamp();
        proxy.Cut();
        worker.WaitForExit(sums.Settings.SessionTimeout / 2);
        await sums.RestartBroker(isKilled: true); // Sessions begin anew with the coordinator.
        if (sums.Settings.SessionTimeout * 1.25 - TimeProvider.System.GetElapsedTime(away) is var rest && rest > TimeSpan.Zero) worker.WaitForExit(rest);
        proxy.Mend();

        sums.AssertExactlyOnce();
        Assert.Equal((int)WorkerExit.Stopped, worker.ExitCode); // The same process to the end.
    }

    private static async Task<short> DieInATransactionThatALateCommitHasMet(KafkaProxy proxy, SumCase sums, string unsafely)
    {
        sums.Settings = sums.Settings with { Bootstrap = proxy.Bootstrap };
        sums.Input.Send(200);
        var worker = await sums.Start("a", unsafely);
        sums.WaitUntilRead();
        var mischief = proxy.Mischief = new Mischief { KeepsEndTxn = true };
        sums.SendUntil(() => mischief.Replayed.IsCompleted, worker);
        worker.Kill();
        return await mischief.Replayed;
    }

    private KafkaProxy Proxy()
    {
        Assert.SkipUnless(under.IsAvailable, $"{ApacheKafka.HomeVariable} is not set");
        return new KafkaProxy(under.Broker.Bootstrap);
    }
}
