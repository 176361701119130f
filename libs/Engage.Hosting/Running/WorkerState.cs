namespace Engage.Hosting.Running;

/// <summary>Where a worker process stands.</summary>
internal enum WorkerState
{
    /// <summary>Not yet reading: schemas, topics or global tables are being looked up.</summary>
    Starting,

    /// <summary>Some of its tasks catch up with their changelog.</summary>
    Restoring,

    Running,

    /// <summary>It runs, but not all of it, or something that it needs does not answer.</summary>
    Degraded,

    Stopping,
}
