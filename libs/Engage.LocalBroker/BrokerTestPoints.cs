using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Network;

namespace Engage.LocalBroker;

/// <summary>What tests hold on to across restarts of a broker.</summary>
internal sealed record BrokerTestPoints(BrokerFaults Faults, CrashPoints CrashPoints, RequestLog Requests);
