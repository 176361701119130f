using Engage.Hosting.Configuration;
using Engage.Hosting.Options;
using Engage.Hosting.Running;
using Engage.Streams.Ports;

using Microsoft.Extensions.Logging.Abstractions;

namespace Engage.Hosting.Tests.Running;

public sealed class StateMemory
{
    [Fact]
    public void Tasks_are_counted_once_when_the_first_is_opened()
    {
        using var directory = new TemporaryDirectory();
        var questions = 0;
        var stores = Stores(directory, ByteSize.FromMebibytes(32), () =>
        {
            questions++;
            return 4;
        });
        Assert.Equal(0, questions);

        using var first = stores.Open("sample", 0);
        using var second = stores.Open("sample", 1);

        Assert.Equal(1, questions);
    }

    [Fact]
    public void A_budget_that_is_too_small_for_the_tasks_is_raised_rather_than_refused()
    {
        using var directory = new TemporaryDirectory();
        var stores = Stores(directory, ByteSize.FromMebibytes(16), () => 12); // Twelve tasks need 32 MiB.

        using var database = stores.Open("sample", 11);
        var batch = new StateBatch();
        batch.Put("key"u8, "value"u8);
        database.Apply(batch, StateWrite.Commit);

        Assert.Equal(1, stores.ReadStatistics("sample").Keys);
    }

    [Fact]
    public void Before_any_task_there_is_nothing_to_tell()
    {
        using var directory = new TemporaryDirectory();
        var stores = Stores(directory, ByteSize.FromMebibytes(16), () => 1);

        Assert.Equal(0, stores.BlockCacheUsageBytes);
        Assert.Equal(default, stores.ReadStatistics("sample"));
    }

    private static BudgetedStateStores Stores(TemporaryDirectory directory, ByteSize budget, Func<int> countTasks) =>
        new(new StateOptions { Directory = directory.Path, MemoryBudget = budget }, countTasks, NullLogger.Instance);
}
