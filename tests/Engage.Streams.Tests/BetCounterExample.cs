using Engage.Streams.Testing;

namespace Engage.Streams.Tests;

/// <summary>The engine in one page: topics, store, processor, topology, driver. Start here when writing a worker.</summary>
public sealed class BetCounterExample
{
    private static readonly Topic<string, long> Bets = new("bets", Serdes.Utf8, Serdes.Int64);
    private static readonly Topic<string, long> Totals = new("totals", Serdes.Utf8, Serdes.Int64);
    private static readonly Topic<byte[], byte[]> DeadLetters = new("dead-letters", Serdes.Bytes, Serdes.Bytes);
    private static readonly Store<string, long> TotalByPlayer = new("total-by-player", 1, Serdes.Utf8, Serdes.Int64);

    private static readonly DateTimeOffset Nine = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_bet_is_added_to_its_players_total()
    {
        using var driver = TopologyTestDriver.For(Build(), startsAt: Nine);

        driver.Pipe(Bets, "ada", 10).Pipe(Bets, "ada", 5).Pipe(Bets, "bob", 1);

        Assert.Equal([("ada", 10), ("ada", 15), ("bob", 1)], driver.Read(Totals).Select(total => (total.Key, total.Value)));
    }

    [Fact]
    public void A_bet_that_cannot_be_read_goes_to_the_dead_letters_and_its_neighbours_go_on()
    {
        using var driver = TopologyTestDriver.For(Build(), startsAt: Nine);

        driver.Pipe(Bets, "ada", 10).PipeRaw(Bets, "ada"u8.ToArray(), [1, 2, 3]).Pipe(Bets, "ada", 5);

        Assert.Equal(15, driver.Read(Totals)[^1].Value);
        var dead = Assert.Single(driver.Read(DeadLetters));
        Assert.Equal([1, 2, 3], dead.Value);
        Assert.Equal("invalid_int64", dead.Headers[DeadLetterHeaders.Code]);
    }

    [Fact]
    public void A_commit_whose_answer_is_lost_counts_each_bet_once()
    {
        using var driver = TopologyTestDriver.For(Build(), startsAt: Nine);

        driver.Pipe(Bets, "ada", 10).FailNextCommit(CommitFault.AnswerLost).Pipe(Bets, "ada", 5).CrashAndRestartElsewhere().Pipe(Bets, "ada", 1);

        Assert.Equal([10, 15, 16], driver.Read(Totals).Select(total => total.Value));
    }

    private static Topology Build()
    {
        var topology = new TopologyBuilder("bet-counter").AddStore(TotalByPlayer);
        topology.Stream(Bets)
            .Process("count", task => new CountBets(task.Open(TotalByPlayer), task.Output(Totals)))
            .To(Totals)
            .DeadLettersTo(DeadLetters);
        return topology.Build();
    }

    private sealed class CountBets(IKeyValueStore<string, long> totals, Output<string, long> output) : IProcessor
    {
        public ProcessResult Process(in InputRecord record)
        {
            var (player, amount) = (record.KeyAs(Bets), record.ValueAs(Bets));
            totals.TryGet(player, out var total);
            totals.Put(player, total + amount);
            output.Send(player, total + amount);
            return ProcessResult.Done;
        }
    }
}
