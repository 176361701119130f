namespace Engage.LocalBroker.Tests;

/// <summary>For what other threads do without a signal to wait on.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Yields until <paramref name="condition"/> holds; fails after ten seconds.</summary>
    public static async Task HoldsAsync(Func<bool> condition)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Limit;
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, "The condition did not come to hold in time.");
            await Task.Yield();
        }
    }
}
