using Confluent.Kafka.Admin;
using Engage.LoadTest.Brokers;
using Engage.Streams.Ports;
using TopicPartition = Engage.Streams.Ports.TopicPartition;

namespace Engage.Streams.Kafka.Tests;

/// <summary>A worker outlives its broker's restart; its clients must ask the broker that came back.</summary>
public abstract class AfterARestart(BrokerUnderTest under)
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_end_of_a_log_is_told_again()
    {
        Assert.SkipUnless(under.IsAvailable, $"{ApacheKafka.HomeVariable} is not set");
        var topic = $"restarted-{Guid.CreateVersion7():n}";
        using (var creator = new Confluent.Kafka.AdminClientBuilder(new Confluent.Kafka.AdminClientConfig { BootstrapServers = under.Broker.Bootstrap }).Build())
            await creator.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }]);
        using var admin = new KafkaStreamClient(new KafkaClientOptions { BootstrapServers = under.Broker.Bootstrap }).CreateAdmin();
        Assert.Equal(0, End(admin, topic));

        await under.Broker.KillAndRestart();

        Assert.Equal(0, End(admin, topic));
    }

    /// <summary>As a restore asks: again after whatever can be repeated.</summary>
    private static long End(ITopicAdmin admin, string topic)
    {
        var asked = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return admin.ReadHighWatermark(new TopicPartition(topic, 0));
            }
            catch (ClientException error) when (error.Fault is ClientFault.Retriable or ClientFault.Transport && TimeProvider.System.GetElapsedTime(asked) < AnswerMax)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(error.Message);
            }
        }
    }
}
