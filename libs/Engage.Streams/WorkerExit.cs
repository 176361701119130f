namespace Engage.Streams;

/// <summary>Why a worker ended; the numbers are process exit statuses.</summary>
public enum WorkerExit
{
    /// <summary>It was asked to.</summary>
    Stopped = 0,

    /// <summary>An error that nobody foresaw, e.g. a global table that throws.</summary>
    Failed = 1,

    /// <summary>The topics do not fit the topology, or rights are missing. Restarting does not help.</summary>
    Misconfigured = 78,

    /// <summary>Another process runs under the same instance id. Restarting would fight it.</summary>
    FencedByTwin = 76,

    /// <summary>The state directory cannot be used, also not after being wiped.</summary>
    StateUnusable = 74,

    /// <summary>It kept failing; a fresh process may do better.</summary>
    TooManyFailures = 75,
}
