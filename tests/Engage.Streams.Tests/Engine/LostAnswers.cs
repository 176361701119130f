using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Tests.Simulation;

namespace Engage.Streams.Tests.Engine;

/// <summary>10, 11, 15: requests that the broker has carried out without the client hearing of it, and such as it has not.</summary>
public sealed class LostAnswers
{
    /// <summary>10, 11: a call that did not reach the broker, or whose answer did not come back; the fault, and how often in a row.</summary>
    public static TheoryData<string, ClientFault, int> Lost => new()
    {
        { "send-offsets-answer", ClientFault.Retriable, 1 },
        { "send-offsets-answer", ClientFault.Fatal, 1 },
        { "commit-answer", ClientFault.Retriable, 1 },
        { "commit-answer", ClientFault.Retriable, 2 },
        { "commit-answer", ClientFault.Abortable, 1 },
        { "commit-answer", ClientFault.Fatal, 1 },
        { "commit", ClientFault.Fatal, 1 },
    };

    [Theory, MemberData(nameof(Lost))]
    public void Whether_or_not_the_broker_acted_nothing_is_lost_or_doubled(string call, ClientFault fault, int times)
    {
        using var bench = new Bench();
        Lose(bench, call, fault, times);

        Assert.True(bench.Faults.IsSpent);
        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 6)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void Control_11_a_commit_taken_for_lost_without_asking_is_found_to_be_torn()
    {
        using var bench = new Bench(off: Protections.AskAfterLoss);
        Lose(bench, "commit-answer", ClientFault.Fatal, 1);

        Assert.Contains("it was torn", bench.Violation(), StringComparison.Ordinal); // The headers in the changelog are the second line.
    }

    [Fact]
    public void Control_11_without_asking_the_changelog_either_it_counts_again()
    {
        using var bench = new Bench(off: Protections.AskAfterLoss | Protections.Restore);
        Lose(bench, "commit-answer", ClientFault.Fatal, 1);

        Assert.StartsWith("I1", bench.Violation(), StringComparison.Ordinal);
    }

    [Fact]
    public void Control_10_a_commit_that_never_arrived_counts_twice_if_its_state_is_kept()
    {
        using var bench = new Bench(off: Protections.DropOnRewind);
        Lose(bench, "commit", ClientFault.Fatal, 1);

        Assert.StartsWith("I1", bench.Violation(), StringComparison.Ordinal);
    }

    /// <summary>15: the report of a record that was sent twice and recognised has no offset.</summary>
    [Fact]
    public void A_header_whose_place_is_not_told_is_looked_for()
    {
        using var bench = new Bench();
        bench.Start("a");
        bench.Faults.Fail("report", ClientFault.Retriable);
        bench.Send("ada", 1);
        bench.RunUntilRead();
        bench.Send("ada", 2);
        bench.RunUntilRead();

        Assert.Null(bench.Violation());
    }

    /// <summary>15, and nobody answers the question: what is committed must not be committed again.</summary>
    [Theory]
    [InlineData(ClientFault.Retriable)]
    [InlineData(ClientFault.Transport)]
    [InlineData(ClientFault.Fatal)]
    public void A_header_whose_place_cannot_be_found_out_is_fetched_from_the_changelog(ClientFault fault)
    {
        using var bench = new Bench();
        var worker = bench.Start("a");
        bench.Faults.Fail("report", ClientFault.Retriable);
        bench.Faults.Fail("stable-end", fault);
        bench.Send("ada", 1);
        bench.RunUntilRead();
        bench.Send("ada", 2);
        bench.RunUntilRead();

        Assert.Equal(["rewound (header_unknown)", "producer replaced (header_unknown)"], worker.Troubles.Select(trouble => trouble.Split(':')[0]));
        Assert.Equal([("ada", 1), ("ada", 3)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    /// <summary>15: the state has come further than it knows its changelog to be. Read again from there, the changelog looks as if another had written it.</summary>
    [Fact]
    public void A_state_whose_last_headers_had_no_place_told_starts_again_without_an_alarm()
    {
        using var bench = new Bench();
        StartAgainAfterTwoHeadersWithoutPlace(bench);

        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 6), ("ada", 10)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void Control_15_a_place_that_is_not_looked_for_is_a_false_alarm_at_the_next_start()
    {
        using var bench = new Bench(off: Protections.HeaderSearch);
        var again = StartAgainAfterTwoHeadersWithoutPlace(bench);

        Assert.Contains("two owners have written", Assert.Single(again.Tasks).StopReason, StringComparison.Ordinal);
    }

    private static void Lose(Bench bench, string call, ClientFault fault, int times)
    {
        var worker = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();

        for (var i = 0; i < times; i++) bench.Faults.Fail(call, fault);
        bench.Send("ada", 2);
        bench.RunUntil(() => bench.Faults.IsSpent);
        bench.Send("ada", 3);
        bench.RunUntil(() => bench.Sums().Count >= 3 || worker.Tasks.Any(task => task.State == TaskState.Stopped));
    }

    private static SimulatedProcess StartAgainAfterTwoHeadersWithoutPlace(Bench bench)
    {
        var first = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();
        foreach (var number in new[] { 2, 3 })
        {
            bench.Faults.Fail("report", ClientFault.Retriable);
            bench.Send("ada", number);
            bench.RunUntilRead();
        }

        first.Kill();
        var again = bench.Start("a", first.Disk);
        bench.Send("ada", 4);
        bench.RunUntil(() => bench.Sums().Count == 4 || again.Tasks.Any(task => task.State == TaskState.Stopped));
        return again;
    }
}
