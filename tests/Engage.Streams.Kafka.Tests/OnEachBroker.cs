// Most of the time is spent waiting for sessions and processes, so some classes run beside each other, each on a broker of its own.
[assembly: CollectionBehavior(MaxParallelThreads = 5)]
[assembly: TestCollectionOrderer(typeof(Engage.Streams.Kafka.Tests.LongestFirst))]

namespace Engage.Streams.Kafka.Tests;

public sealed class ExactlyOnceOnTheLocalBroker(Local broker) : ExactlyOnce(broker), IClassFixture<Local>;

public sealed class ExactlyOnceOnApacheKafka(Apache broker) : ExactlyOnce(broker), IClassFixture<Apache>;

public sealed class SuccessorsOnTheLocalBroker(Local broker) : Successors(broker), IClassFixture<Local>;

public sealed class SuccessorsOnApacheKafka(Apache broker) : Successors(broker), IClassFixture<Apache>;

public sealed class FencesOnTheLocalBroker(Local broker) : Fences(broker), IClassFixture<Local>;

public sealed class FencesOnApacheKafka(Apache broker) : Fences(broker), IClassFixture<Apache>;

public sealed class BadNeighboursOnTheLocalBroker(Local broker) : BadNeighbours(broker), IClassFixture<Local>;

public sealed class BadNeighboursOnApacheKafka(Apache broker) : BadNeighbours(broker), IClassFixture<Apache>;

public sealed class BadNetworkOnTheLocalBroker(Local broker) : BadNetwork(broker), IClassFixture<Local>;

public sealed class BadNetworkOnApacheKafka(Apache broker) : BadNetwork(broker), IClassFixture<Apache>;

public sealed class BadDisksOnTheLocalBroker(Local broker) : BadDisks(broker), IClassFixture<Local>;

public sealed class AfterARestartOfTheLocalBroker(Local broker) : AfterARestart(broker), IClassFixture<Local>;

public sealed class AfterARestartOfApacheKafka(Apache broker) : AfterARestart(broker), IClassFixture<Apache>;
