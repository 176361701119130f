using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>What to do about a database that failed: reopen, then wipe, then give up. If its disk is full, give up at once.</summary>
internal static class StoreRecovery
{
    private const int ReopenMax = 1;
    private const int WipeMax = 2;

    /// <summary>How long a database may be locked by a handle of this process that is closing.</summary>
    public static readonly TimeSpan LockWaitMax = TimeSpan.FromSeconds(30);

    /// <summary>A full disk does not get better by itself: what a wipe frees, the restore fills again.</summary>
    /// <exception cref="WorkerFatalException">The disk is full.</exception>
    public static void ThrowIfFull(StreamTask task, WorkerPlan plan, StateStoreException error)
    {
        if (error.Fault != StateFault.NoSpace) return;
        throw new WorkerFatalException(
            WorkerExit.StateUnusable,
            $"The disk is full that holds the state of {plan.Worker}[{task.Partition}]: {error.Message} Free some space and start the worker again. Nothing is lost: what was committed is restored from {plan.Changelog?.Name}.",
            error);
    }

    /// <exception cref="WorkerFatalException">It was reopened and wiped before, and the disk still refuses; or the disk is full.</exception>
    public static void Recover(StreamTask task, WorkerPlan plan, WorkerServices services, StateStoreException? error)
    {
        if (error is not null) ThrowIfFull(task, plan, error);
        task.CloseStore();
        task.StoreFailures++;
        if (task.StoreFailures <= ReopenMax) return;
        if (task.StoreFailures > WipeMax)
            throw new WorkerFatalException(WorkerExit.StateUnusable, $"The state of {plan.Worker}[{task.Partition}] failed {task.StoreFailures} times in a row, also after it was wiped: {error?.Message}", error);

        services.Stores.Wipe(plan.Worker, task.Partition);
        services.Events.StateWiped(plan.Worker, task.Partition, $"it failed twice in a row: {error?.Message}");
    }
}
