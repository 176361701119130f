// Worker processes on two brokers at once would judge each other's load.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Engage.Streams.Kafka.Tests;

[Collection(Local.Collection)]
public sealed class ExactlyOnceOnTheLocalBroker(Local broker) : ExactlyOnce(broker);

[Collection(Apache.Collection)]
public sealed class ExactlyOnceOnApacheKafka(Apache broker) : ExactlyOnce(broker);

[Collection(Local.Collection)]
public sealed class FencesOnTheLocalBroker(Local broker) : Fences(broker);

[Collection(Apache.Collection)]
public sealed class FencesOnApacheKafka(Apache broker) : Fences(broker);

[Collection(Local.Collection)]
public sealed class BadNeighboursOnTheLocalBroker(Local broker) : BadNeighbours(broker);

[Collection(Apache.Collection)]
public sealed class BadNeighboursOnApacheKafka(Apache broker) : BadNeighbours(broker);

[Collection(Local.Collection)]
public sealed class BadNetworkOnTheLocalBroker(Local broker) : BadNetwork(broker);

[Collection(Apache.Collection)]
public sealed class BadNetworkOnApacheKafka(Apache broker) : BadNetwork(broker);

[Collection(Local.Collection)]
public sealed class BadDisksOnTheLocalBroker(Local broker) : BadDisks(broker);
