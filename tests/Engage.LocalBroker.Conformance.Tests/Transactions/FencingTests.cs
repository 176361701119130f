using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Transactions;

public sealed class FencingTests : IAsyncLifetime
{
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync(new() { Transactions = new() { ExpiryCheckInterval = TimeSpan.FromMilliseconds(50) } });
        cluster = new Cluster(broker.BootstrapServers);
    }

    public async ValueTask DisposeAsync()
    {
        cluster.Dispose();
        await broker.DisposeAsync();
    }

    [Theory]
    [InlineData("produce")]
    [InlineData("commit")]
    [InlineData("send offsets")]
    public async Task A_second_instance_aborts_the_first_which_learns_that_it_is_fenced(string zombieStep)
    {
        var topic = await cluster.CreateTopicAsync("t3");
        var zombie = cluster.Producer("t3");
        zombie.BeginTransaction();
        await zombie.SendAsync(topic, "zombie");

        var successor = cluster.Producer("t3");
        await successor.CommitAsync(topic, "successor");

        Assert.True(await ActAsync(zombie, topic, zombieStep) is { IsFatal: true, Code: ErrorCode.Local_Fenced });
        await Cluster.EventuallyAsync(4, () => cluster.EndAsync(topic, IsolationLevel.ReadCommitted));
        Assert.Equal(["successor"], cluster.ReadAll(topic));
        Assert.Contains(broker.Requests, static request =>
            request.Api == Protocol.ApiKey.InitProducerId && request.Errors.Contains(Protocol.ErrorCode.ConcurrentTransactions));
    }

    [Fact]
    public async Task A_transaction_open_for_too_long_is_aborted_and_its_producer_fenced()
    {
        var topic = await cluster.CreateTopicAsync("t4");
        var producer = cluster.Producer("t4", transactionTimeoutMs: 1_000);
        producer.BeginTransaction();
        await producer.SendAsync(topic, "late");
        Assert.Equal(0, await cluster.EndAsync(topic, IsolationLevel.ReadCommitted));

        await Cluster.EventuallyAsync(2, () => cluster.EndAsync(topic, IsolationLevel.ReadCommitted));

        Assert.True(await ActAsync(producer, topic, "commit") is { IsFatal: true, Code: ErrorCode.Local_Fenced });
        Assert.Empty(cluster.ReadAll(topic));
        await cluster.Producer("t4").CommitAsync(topic, "successor");
    }

    [Fact]
    public async Task A_producer_fenced_by_an_operator_learns_it_at_its_next_step()
    {
        var topic = await cluster.CreateTopicAsync("t3-operator");
        var producer = cluster.Producer("t3-operator");
        await producer.CommitAsync(topic, "before");
        await Cluster.EventuallyAsync(2, () => cluster.EndAsync(topic, IsolationLevel.ReadCommitted));

        Assert.True(await broker.Running.Coordinator.Faults.FenceProducerAsync("t3-operator"));
        producer.BeginTransaction();

        Assert.True(await ActAsync(producer, topic, "produce") is { IsFatal: true, Code: ErrorCode.Local_Fenced });
    }

    /// <summary>The error this step, and if need be the commit after it, ends with.</summary>
    private async Task<Error?> ActAsync(IProducer<string, string> producer, string topic, string step)
    {
        try
        {
            if (step == "produce") await producer.SendAsync(topic, "zombie again");
            if (step == "send offsets")
            {
                using var consumer = cluster.ConsumerBuilder("g").Build();
                producer.SendOffsetsToTransaction([new(topic, 0, 1)], consumer.ConsumerGroupMetadata, Cluster.Patience);
            }

            producer.CommitTransaction(Cluster.Patience);
            return null;
        }
        catch (KafkaException) when (step == "produce")
        {
            return Assert.Throws<KafkaException>(() => producer.CommitTransaction(Cluster.Patience)).Error;
        }
        catch (KafkaException failure)
        {
            return failure.Error;
        }
    }
}
