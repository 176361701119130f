using Engage.LoadTest.Brokers;
using Engage.Streams.Kafka.Tests.Careless;

namespace Engage.Streams.Kafka.Tests;

/// <summary>Processes that do not know that they have lost their partitions. The numbers are those of the test catalogue.</summary>
public abstract class Fences(BrokerUnderTest under)
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TransactionMax = TimeSpan.FromSeconds(4);

    /// <summary>4: frozen for longer than session and transaction last, thawed while another does its work.</summary>
    [Theory]
    [InlineData("commit.start")]
    [InlineData("commit.after-produce")]
    [InlineData("commit.after-send-offsets")]
    public async Task A_zombie_commits_nothing(string place)
    {
        using var sums = Case();
        var zombie = await FreezeAt(sums, place);
        await sums.Start("b");
        sums.WaitUntilRead();
        zombie.Thaw();
        sums.Input.Send(500);
        await sums.Says(zombie, "rewound");

        sums.AssertExactlyOnce();
    }

    [Fact]
    public async Task Control_4_a_zombie_without_membership_counts_again()
    {
        using var sums = Case();
        var zombie = await FreezeAt(sums, "commit.start", "unsafe:MemberGuard;", $"{CarelessClient.Variable}={CarelessClient.Blank}");
        await sums.Start("b");
        sums.WaitUntilRead();
        zombie.Thaw();
        sums.Input.Send(500);

        Assert.True(sums.Finish().Duplicated > 0);
    }

    /// <summary>6: a live producer, not fenced, with the membership of before a rebalance.</summary>
    [Fact]
    public async Task Offsets_with_the_membership_of_before_a_rebalance_are_refused()
    {
        using var sums = Case(partitions: 4);
        sums.Input.Send(200);
        var stale = await sums.Start("a", environment: $"{CarelessClient.Variable}={CarelessClient.First}");
        sums.WaitUntilRead();
        await sums.Start("b");
        sums.SendUntilSaid(stale, "rewound stale_member");
        stale.Terminate();

        sums.AssertExactlyOnce();
    }

    /// <summary>7: the broker would take it.</summary>
    [Fact]
    public async Task Offsets_without_membership_are_not_even_sent()
    {
        using var sums = Case();
        sums.Input.Send(200);
        var nobody = sums.Begin("a", environment: $"{CarelessClient.Variable}={CarelessClient.Blank}");
        await sums.Says(nobody, "rewound not_a_member");
        nobody.Terminate();
        await sums.Start("b");

        sums.AssertExactlyOnce();
    }

    [Fact]
    public async Task Control_7_the_broker_takes_offsets_without_membership()
    {
        using var sums = Case();
        sums.Input.Send(200);
        await sums.Start("a", "unsafe:MemberGuard", $"{CarelessClient.Variable}={CarelessClient.Blank}");

        sums.WaitUntilRead(); // With the guard off, everything is committed, unchecked.
    }

    /// <summary>9: the callback takes longer than the rebalance waits.</summary>
    [Fact]
    public async Task Partitions_taken_away_during_a_slow_hand_over_are_not_committed()
    {
        using var sums = Case(partitions: 4);
        sums.Settings = sums.Settings with { SessionTimeout = Session, PollIntervalMax = TimeSpan.FromSeconds(8) };
        sums.Input.Send(200);
        var slow = await sums.Start("a", "revoke.start:sleep16000@1");
        sums.WaitUntilRead();
        sums.Begin("b");
        await sums.Says(slow, "failpoint");
        sums.Input.Send(500);
        sums.WaitUntilRead(); // By the other one, while the slow one sleeps.
        sums.Input.Send(500);

        sums.AssertExactlyOnce();
    }

    /// <summary>14: past two thirds of the timeout the worker gives up by itself, whether or not the broker has.</summary>
    [Theory]
    [InlineData(0.75)]
    [InlineData(1.6)]
    public async Task A_transaction_that_has_become_too_old_is_not_committed(double age)
    {
        using var sums = Case();
        sums.Settings = sums.Settings with { TransactionTimeout = TransactionMax };
        sums.Input.Send(200);
        var slow = await sums.Start("a", $"commit.after-send-offsets:sleep{(int)(TransactionMax.TotalMilliseconds * age)}@3");
        sums.SendUntilSaid(slow, "failpoint");
        await sums.Says(slow, "rewound too_old");

        sums.AssertExactlyOnce();
    }

    [Fact]
    public async Task Control_14_without_a_look_at_the_age_the_commit_meets_the_brokers_own_abort()
    {
        using var sums = Case();
        sums.Settings = sums.Settings with { TransactionTimeout = TransactionMax };
        sums.Input.Send(200);
        var slow = await sums.Start("a", $"unsafe:AgeGuard;commit.after-send-offsets:sleep{(int)(TransactionMax.TotalMilliseconds * 1.6)}@3");
        sums.SendUntilSaid(slow, "failpoint");

        Assert.DoesNotContain("too_old", await sums.Says(slow, "rewound"), StringComparison.Ordinal);
    }

    private static async Task<LoadTest.Summing.WorkerProcess> FreezeAt(SumCase sums, string place, string unsafely = "", params string[] environment)
    {
        sums.Settings = sums.Settings with { SessionTimeout = Session, TransactionTimeout = TransactionMax };
        sums.Input.Send(200);
        var zombie = await sums.Start("a", $"{unsafely}{place}:sleep1000@5", environment);
        sums.SendUntilSaid(zombie, "failpoint");
        zombie.Freeze();
        return zombie;
    }

    private SumCase Case(int partitions = 2)
    {
        Assert.SkipUnless(under.IsAvailable, $"{ApacheKafka.HomeVariable} is not set");
        return new SumCase(under.Broker, 1, partitions);
    }
}
