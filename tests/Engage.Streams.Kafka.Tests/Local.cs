using Engage.LoadTest.Brokers;

namespace Engage.Streams.Kafka.Tests;

/// <summary>The product's own broker.</summary>
public sealed class Local : BrokerUnderTest
{
    public override bool IsAvailable => true;

    protected override async Task<ITestBroker> Start() => await LocalKafka.Start();
}
