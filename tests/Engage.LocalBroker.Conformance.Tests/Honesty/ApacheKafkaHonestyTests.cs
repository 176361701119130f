namespace Engage.LocalBroker.Conformance.Tests.Honesty;

public sealed class ApacheKafkaHonestyTests(ApacheKafkaFixture broker) : HonestyTests(broker), IClassFixture<ApacheKafkaFixture>;
