using Engage.LocalBroker.Faults;

namespace Engage.LocalBroker.Network;

/// <summary>What every connection shares.</summary>
internal sealed record ConnectionContext(ApiDispatcher Dispatcher, BrokerFaults Faults, RequestLog Requests, TimeProvider Time, Action<string> Log);
