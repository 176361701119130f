using Engage.LocalBroker.Faults;

namespace Engage.LocalBroker.Storage;

/// <summary>What every partition log shares.</summary>
internal sealed record StorageContext(TimeProvider Time, FsyncPolicy Fsync, ICrashPoints CrashPoints, Action<string> Log);
