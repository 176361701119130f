namespace Engage.LocalBroker.Conformance.Tests.Honesty;

public sealed class LocalBrokerHonestyTests(LocalBrokerFixture broker) : HonestyTests(broker), IClassFixture<LocalBrokerFixture>;
