using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>What to do about a database that failed: reopen, then wipe, then give up.</summary>
internal static class StoreRecovery
{
    private const int ReopenMax = 1;
    private const int WipeMax = 2;

    /// <summary>How long a database may be locked by a handle of this process that is closing.</summary>
    public static readonly TimeSpan LockWaitMax = TimeSpan.FromSeconds(30);

    /// <exception cref="WorkerFatalException">It was reopened and wiped before, and the disk still refuses.</exception>
    public static void Recover(StreamTask task, WorkerPlan plan, WorkerServices services, StateStoreException? error)
    {
        task.CloseStore();
        task.StoreFailures++;
        if (task.StoreFailures <= ReopenMax) return;
        if (task.StoreFailures > WipeMax)
            throw new WorkerFatalException(WorkerExit.StateUnusable, $"The state of {plan.Worker}[{task.Partition}] failed {task.StoreFailures} times in a row, also after it was wiped: {error?.Message}", error);

        services.Stores.Wipe(plan.Worker, task.Partition);
        services.Events.StateWiped(plan.Worker, task.Partition, $"it failed twice in a row: {error?.Message}");
    }
}
