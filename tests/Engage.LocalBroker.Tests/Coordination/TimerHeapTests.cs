using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Tests.Coordination;

public sealed class TimerHeapTests
{
    private readonly TimerHeap timers = new();

    [Fact]
    public void Timers_fire_by_time_and_then_in_the_order_they_were_set()
    {
        timers.Set(Timer("late"), 30);
        timers.Set(Timer("first"), 10);
        timers.Set(Timer("second"), 10);

        Assert.Equal(["first", "second"], DueAt(29));
        Assert.Equal(30, timers.NextDueMs);
        Assert.Equal(["late"], DueAt(30));
        Assert.Null(timers.NextDueMs);
    }

    [Fact]
    public void Setting_a_timer_again_moves_it()
    {
        timers.Set(Timer("moved"), 10);
        timers.Set(Timer("moved"), 50);

        Assert.Empty(DueAt(49));
        Assert.Equal(50, timers.DueMs(Timer("moved")));
        Assert.Equal(["moved"], DueAt(50));
    }

    [Fact]
    public void A_cancelled_timer_neither_fires_nor_wakes_anybody()
    {
        timers.Set(Timer("cancelled"), 10);
        timers.Cancel(Timer("cancelled"));
        timers.Cancel(Timer("never set"));

        Assert.Null(timers.NextDueMs);
        Assert.Empty(DueAt(100));
    }

    [Fact]
    public void A_timer_moved_a_million_times_costs_the_memory_of_a_few_thousand()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var moved = 0; moved < 1_000_000; moved++) timers.Set(Timer("heartbeat"), moved);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1_000_000);
        Assert.Equal(["heartbeat"], DueAt(1_000_000));
    }

    [Fact]
    public void Random_sets_moves_and_cancels_fire_as_a_sorted_list_would()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var expected = new Dictionary<string, long>();
        for (var now = 0L; now < 5_000; now++)
        {
            var name = $"t{random.Next(50)}";
            if (random.Next(4) == 0 && expected.Remove(name)) timers.Cancel(Timer(name));
            else timers.Set(Timer(name), expected[name] = now + random.Next(100));

            var due = expected.Where(timer => timer.Value <= now).Select(static timer => timer.Key).ToHashSet();
            Assert.Equal(due.Order(), DueAt(now).Order());
            foreach (var fired in due) expected.Remove(fired);
        }
    }

    private List<string> DueAt(long nowMs)
    {
        var due = new List<string>();
        while (timers.TryTakeDue(nowMs, out var timer)) due.Add(timer.Owner);
        return due;
    }

    private static TimerKey Timer(string owner) => new(TimerKind.MemberSession, owner);
}
