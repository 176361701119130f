using Engage.LocalBroker.Faults;

namespace Engage.LocalBroker.Coordination;

/// <summary>What the broker hands to its coordinator when it makes one, at every start.</summary>
/// <param name="Directory">The <c>coord</c> directory for journal and snapshots; exists.</param>
/// <param name="Options">The broker's options.</param>
/// <param name="Endpoint">What clients are told; the port is set before the first request arrives.</param>
/// <param name="States">Journaled state the broker brings along (the topic catalogue), applied before the coordinator's own.</param>
/// <param name="CrashPoints">Asked at the journal's, transactions' and groups' crash points.</param>
internal sealed record CoordinatorContext(
    string Directory, EmbeddedBrokerOptions Options, BrokerEndpoint Endpoint, IReadOnlyList<IJournaledState> States, ICrashPoints CrashPoints)
{
    public TimeProvider Time => Options.TimeProvider;

    public void Log(string line) => Options.Log?.Invoke(line);
}
