using Engage.Streams.Ports;

namespace Engage.Streams.Tests.Engine;

/// <summary>A client that is not where it was sent, a group that forgets partitions.</summary>
public sealed class Assignments
{
    [Fact]
    public void A_client_that_goes_back_to_where_it_first_started_is_sent_to_its_place_once()
    {
        using var bench = new Bench();
        bench.Start("a");
        for (var number = 1; number <= 5; number++) bench.Send("ada", number);
        bench.RunUntilRead();
        var seeks = bench.Faults.Count("seek");

        bench.Faults.Fail("jump-back", ClientFault.Transport);
        bench.Send("ada", 6);
        bench.RunUntilRead();

        Assert.Equal(seeks + 1, bench.Faults.Count("seek"));
        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 6), ("ada", 10), ("ada", 15), ("ada", 21)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    /// <summary>8.</summary>
    [Theory]
    [InlineData(1, 0)] // A moment between the two phases of a rebalance.
    [InlineData(2, 1)]
    public void Partitions_seen_twice_with_nobody_are_asked_for_by_joining_again(int sightings, int rejoins)
    {
        using var bench = new Bench();
        bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();

        for (var i = 0; i < sightings; i++) bench.Faults.Fail("orphan", ClientFault.Transport);
        bench.Run(TimeSpan.FromSeconds(30));
        bench.Send("ada", 2);
        bench.RunUntilRead();

        Assert.True(bench.Faults.IsSpent);
        Assert.Equal(rejoins, bench.Faults.Count("rejoin"));
        Assert.Equal([("ada", 1), ("ada", 3)], bench.Sums());
        Assert.Null(bench.Violation());
    }
}
