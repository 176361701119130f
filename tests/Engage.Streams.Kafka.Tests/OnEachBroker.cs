// Most of the time is spent waiting for sessions and processes, so some classes run beside each other, each on a local broker of its own. Apache Kafka is one broker for all, one after another.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace Engage.Streams.Kafka.Tests;

public sealed class ExactlyOnceOnTheLocalBroker(Local broker) : ExactlyOnce(broker), IClassFixture<Local>;

[Collection(Apache.Collection)]
public sealed class ExactlyOnceOnApacheKafka(Apache broker) : ExactlyOnce(broker);

public sealed class SuccessorsOnTheLocalBroker(Local broker) : Successors(broker), IClassFixture<Local>;

[Collection(Apache.Collection)]
public sealed class SuccessorsOnApacheKafka(Apache broker) : Successors(broker);

public sealed class FencesOnTheLocalBroker(Local broker) : Fences(broker), IClassFixture<Local>;

[Collection(Apache.Collection)]
public sealed class FencesOnApacheKafka(Apache broker) : Fences(broker);

public sealed class BadNeighboursOnTheLocalBroker(Local broker) : BadNeighbours(broker), IClassFixture<Local>;

[Collection(Apache.Collection)]
public sealed class BadNeighboursOnApacheKafka(Apache broker) : BadNeighbours(broker);

public sealed class BadNetworkOnTheLocalBroker(Local broker) : BadNetwork(broker), IClassFixture<Local>;

[Collection(Apache.Collection)]
public sealed class BadNetworkOnApacheKafka(Apache broker) : BadNetwork(broker);

public sealed class BadDisksOnTheLocalBroker(Local broker) : BadDisks(broker), IClassFixture<Local>;

public sealed class AfterARestartOfTheLocalBroker(Local broker) : AfterARestart(broker), IClassFixture<Local>;

[Collection(Apache.Collection)]
public sealed class AfterARestartOfApacheKafka(Apache broker) : AfterARestart(broker);
