using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Engage.LoadTest.Brokers;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;
using Engage.Streams.Ports;
using ErrorCode = Engage.LocalBroker.Protocol.ErrorCode;
using TopicPartition = Engage.Streams.Ports.TopicPartition;

namespace Engage.Streams.Kafka.Tests;

/// <summary>10: a session runs out while no coordinator answers, and the first answer afterwards looks as if a twin had come. The adapter alone, so that the answer comes each time; in a worker it comes now and then.</summary>
public sealed class LostSessions(Local under) : IClassFixture<Local>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_consumer_that_is_fenced_after_its_session_was_lost_joins_again() => Assert.Null(await LoseTheSessionAndBeFenced(joinsAnew: true));

    [Fact]
    public async Task Control_10_believed_the_answer_ends_it() => Assert.Equal(ClientFault.FencedInstance, (await LoseTheSessionAndBeFenced(joinsAnew: false))?.Fault);

    [Fact]
    public async Task A_consumer_that_is_fenced_while_its_session_lasts_has_met_a_twin()
    {
        var (group, partitions) = (await Topic(), new Partitions());
        using var consumer = Join(group, partitions, joinsAnew: true);
        PollUntil(consumer, () => partitions.AreOwned);
        using var fence = Inject(group, ApiKey.Heartbeat, new FaultAction.FailWith(ErrorCode.FencedInstanceId));

        Assert.Equal(ClientFault.FencedInstance, PollUntil(consumer, () => false)?.Fault);
    }

    /// <returns>Null, or how it ended.</returns>
    private async Task<ClientException?> LoseTheSessionAndBeFenced(bool joinsAnew)
    {
        var (group, partitions) = (await Topic(), new Partitions());
        using var consumer = Join(group, partitions, joinsAnew);
        PollUntil(consumer, () => partitions.AreOwned);

        using var fence = Inject(group, ApiKey.JoinGroup, new FaultAction.FailWith(ErrorCode.FencedInstanceId));
        ClientException? end;
        using (Inject(group, ApiKey.Heartbeat, new FaultAction.Drop(), count: null)) end = PollUntil(consumer, () => !partitions.AreOwned);
        return end ?? PollUntil(consumer, () => fence.Hits == 1 && partitions.AreOwned);
    }

    private Fault Inject(string group, ApiKey api, FaultAction action, int? count = 1) =>
        ((LocalKafka)under.Broker).Embedded.Faults.Inject(new FaultRule { Group = group, Api = api, Action = action, Count = count });

    private async Task<string> Topic()
    {
        var topic = $"session-{Guid.CreateVersion7():n}";
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = under.Broker.Bootstrap }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }]);
        return topic;
    }

    private IInputConsumer Join(string group, IRebalanceListener listener, bool joinsAnew) =>
        new KafkaStreamClient(new KafkaClientOptions { BootstrapServers = under.Broker.Bootstrap }) { JoinsAnew = joinsAnew }
            .CreateConsumer(new ConsumerSettings(group, "a", Assignor.CooperativeSticky, [group], Session), listener);

    /// <returns>Null, or the error that ended it before.</returns>
    private static ClientException? PollUntil(IInputConsumer consumer, Func<bool> done)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !done();)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, "it did not come about");
            try
            {
                consumer.Poll(TimeSpan.FromMilliseconds(20), out _);
            }
            catch (ClientException error) when (error.Fault is not (ClientFault.Transport or ClientFault.Retriable))
            {
                return error;
            }
            catch (ClientException)
            {
                // The coordinator is away.
            }
        }

        return null;
    }

    private sealed class Partitions : IRebalanceListener
    {
        public bool AreOwned { get; private set; }

        void IRebalanceListener.Assigned(IReadOnlyList<TopicPartition> partitions) => AreOwned = true;

        void IRebalanceListener.Revoked(IReadOnlyList<TopicPartition> partitions) => AreOwned = false;

        void IRebalanceListener.Lost(IReadOnlyList<TopicPartition> partitions) => AreOwned = false;
    }
}
