namespace Engage.Streams.Kafka.Tests;

/// <summary>Tests that share the broker; one after the other, since they are sensitive to load.</summary>
[CollectionDefinition(Name)]
public sealed class KafkaCollection : ICollectionFixture<KafkaCluster>
{
    public const string Name = "Apache Kafka";
}
