using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Engage.Streams.Kafka.Tests.Proxy;
using Engage.Streams.Ports;
using TopicPartition = Engage.Streams.Ports.TopicPartition;
using TopicPartitionOffset = Engage.Streams.Ports.TopicPartitionOffset;

namespace Engage.Streams.Kafka.Tests;

/// <summary>The client's own machinery, by answers that come when it has moved on.</summary>
public sealed class LateAnswers(Local under) : IClassFixture<Local>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// librdkafka asks again, half a second later, for an offset whose answer came too late, and then goes there, whatever was sought meanwhile
    /// (rdkafka_partition.c, rd_kafka_toppar_handle_Offset). Were that the end of the log, what lies before it would never be read.
    /// </summary>
    [Fact]
    public async Task A_late_answer_about_the_start_of_reading_passes_no_record_over()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var proxy = new KafkaProxy(under.Broker.Bootstrap);
        var (first, second) = (new Question(), new Question());
        var asked = 0;
        proxy.Mischief = new Mischief
        {
            BeforeRequest = api => api != ApiKeys.ListOffsets ? Task.CompletedTask : Interlocked.Increment(ref asked) switch { 1 => first.Ask(), 2 => second.Ask(), _ => Task.CompletedTask },
        };
        var topic = $"late-{Guid.CreateVersion7()}";
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = under.Broker.Bootstrap }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }]);
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = under.Broker.Bootstrap }).Build();
        for (var i = 0; i < 10; i++) await producer.ProduceAsync(topic, new Message<Null, byte[]> { Value = [1] }, cancel);

        var assigned = new Assigned();
        var client = new KafkaStreamClient(new KafkaClientOptions { BootstrapServers = proxy.Bootstrap });
        using var consumer = client.CreateConsumer(new ConsumerSettings(topic, "late", Assignor.CooperativeSticky, [topic], TimeSpan.FromSeconds(20)), assigned);
        var partition = new TopicPartition(topic, 0);
        while (!assigned.HasCome) consumer.Poll(TimeSpan.FromMilliseconds(10), out _);
        consumer.Pause([partition]);
        await first.Asked.WaitAsync(Limit, cancel);
        consumer.Seek(new TopicPartitionOffset(partition, 0)); // As the engine does once the state is restored.
        consumer.Resume([partition]);
        first.LetGo();
        await second.Asked.WaitAsync(Limit, cancel);
        for (var i = 0; i < 10; i++) await producer.ProduceAsync(topic, new Message<Null, byte[]> { Value = [2] }, cancel);
        second.LetGo();

        for (var next = 0L; next < 20;)
        {
            var kind = consumer.Poll(Limit, out var record);
            Assert.NotEqual(PollResult.Nothing, kind);
            if (kind != PollResult.Record) continue;
            Assert.True(record.Offset <= next, $"{next} to {record.Offset - 1} were passed over"); // Read again is harmless: the engine knows what it has seen.
            if (record.Offset == next) next++;
        }
    }

    private sealed class Question
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => asked.Task;

        public Task Ask()
        {
            asked.TrySetResult();
            return letGo.Task;
        }

        public void LetGo() => letGo.TrySetResult();
    }

    private sealed class Assigned : IRebalanceListener
    {
        public bool HasCome { get; private set; }

        void IRebalanceListener.Assigned(IReadOnlyList<TopicPartition> partitions) => HasCome = true;

        void IRebalanceListener.Revoked(IReadOnlyList<TopicPartition> partitions) => HasCome = false;

        void IRebalanceListener.Lost(IReadOnlyList<TopicPartition> partitions) => HasCome = false;
    }
}
