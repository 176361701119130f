using Engage.LoadTest.Brokers;

namespace Engage.Streams.Kafka.Tests;

/// <summary>Apache Kafka, from KAFKA_HOME.</summary>
public sealed class Apache : BrokerUnderTest
{
    public override bool IsAvailable => ApacheKafka.IsAvailable;

    protected override async Task<ITestBroker> Start() => await ApacheKafka.Start();
}
