using Engage.LocalBroker.Faults;

namespace Engage.LocalBroker.Storage;

/// <summary>What every partition log shares.</summary>
/// <param name="ScansLogs">See <see cref="EmbeddedBrokerOptions.ScansLogs"/>.</param>
internal sealed record StorageContext(TimeProvider Time, FsyncPolicy Fsync, ICrashPoints CrashPoints, Action<string> Log, bool ScansLogs = true);
