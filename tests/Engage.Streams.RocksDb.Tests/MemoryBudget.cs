namespace Engage.Streams.RocksDb.Tests;

public sealed class MemoryBudget
{
    private const long Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(256, 4, 192, 8)] // Buffers stop at 8 MiB; the cache takes the rest.
    [InlineData(256, 12, 136, 5)]
    [InlineData(128, 4, 64, 8)]
    [InlineData(16, 4, 8, 1)] // The least that works.
    [InlineData(1024, 1, 1008, 8)]
    public void A_budget_is_divided_into_cache_and_buffers_and_never_exceeded(long totalMebibytes, int tasks, long cacheMebibytes, long bufferMebibytes)
    {
        var budget = RocksDbMemoryBudget.Divide(totalMebibytes * Mebibyte, tasks);

        Assert.Equal(cacheMebibytes * Mebibyte, budget.BlockCacheBytes);
        Assert.Equal(bufferMebibytes * Mebibyte, budget.WriteBufferBytes);
        Assert.Equal(totalMebibytes * Mebibyte, budget.TotalBytes);
    }

    [Fact]
    public void A_budget_that_cannot_carry_the_tasks_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RocksDbMemoryBudget.Divide(RocksDbMemoryBudget.MinimumBytes(4) - 1, 4));
    }

    [Fact]
    public void The_arithmetic_prints_in_one_line()
    {
        Assert.Equal("256 MiB = 136 MiB block cache + 12 tasks x 2 write buffers x 5 MiB", RocksDbMemoryBudget.Divide(256 * Mebibyte, 12).ToString());
    }
}
