using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing.Cluster;

namespace Engage.Streams.Tests.Engine;

/// <summary>26: records that nobody can read.</summary>
public sealed class Poison
{
    private static readonly byte[] Unreadable = [1];

    [Fact]
    public void A_few_go_to_the_dead_letters_once_each_and_their_neighbours_go_on()
    {
        using var bench = new Bench();
        bench.Start("a");
        for (var i = 0; i < 1_000; i++)
        {
            if (i % 100 == 50) bench.SendRaw("ada", Unreadable);
            else bench.Send("ada", 1);
        }

        bench.RunUntilRead();

        Assert.Equal(10, bench.Keys("dead-letters").Count);
        Assert.Equal(990, bench.Sums().Count);
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void A_storm_stops_the_task_before_more_is_lost_to_the_dead_letters()
    {
        using var bench = new Bench();
        var worker = Storm(bench);

        Assert.Contains("More than 100 records a minute cannot be processed", Assert.Single(worker.Tasks).StopReason, StringComparison.Ordinal);
        Assert.True(bench.Keys("dead-letters").Count <= 100);
    }

    [Fact]
    public void Control_26_without_the_gate_everything_goes_to_the_dead_letters()
    {
        using var bench = new Bench(off: Protections.DeadLetterGate);
        Storm(bench);

        Assert.Equal(500, bench.Keys("dead-letters").Count);
    }

    /// <summary>Whatever a topic takes may come, and no letter about it may be larger than the letters' topic takes: it would come back until the worker gave up.</summary>
    [Theory]
    [InlineData(3, 1_000_000, 0, 1_048_588)]
    [InlineData(3, 1_048_500, 0, 1_048_588)]
    [InlineData(3, 999_990, 0, 1_048_588)] // Only what the letter adds is too much.
    [InlineData(900_000, 140_000, 0, 1_048_588)]
    [InlineData(3, 5, 1_040_000, 1_048_588)]
    [InlineData(3, 30_000, 0, 20_000)]
    [InlineData(8_000, 1_000, 9_000, 20_000)]
    public void A_record_that_does_not_fit_into_a_dead_letter_is_cut_and_the_letter_tells_what_it_was(int keyBytes, int valueBytes, int headerBytes, int topicTakes)
    {
        using var bench = new Bench();
        bench.Cluster.CreateTopic("dead-letters", 1, batchBytesMax: topicTakes);
        var worker = bench.Start("a");
        var (key, value) = (Pattern(keyBytes), Pattern(valueBytes));
        bench.Cluster.Append(new TopicPartition("numbers", 0), key, value, headerBytes == 0 ? default : new HeaderBuffer().Add("x"u8, Pattern(headerBytes)).View, bench.Time.NowMicros);
        bench.Send("ada", 1);
        bench.RunUntilRead();

        Assert.Equal([("ada", 1)], bench.Sums());
        var letter = Assert.Single(bench.Cluster.Log(new TopicPartition("dead-letters", 0)).Entries, entry => entry.IsReadable);
        var headers = Texts(letter);
        Assert.True(letter.Key!.Length + letter.Value!.Length + letter.Headers.Length <= topicTakes);
        Assert.True(key.AsSpan().StartsWith(letter.Key));
        Assert.True(value.AsSpan().StartsWith(letter.Value));
        Assert.Equal("0", headers[DeadLetterHeaders.Offset]);
        Assert.Equal(valueBytes.ToString(CultureInfo.InvariantCulture), headers[DeadLetterHeaders.OriginalValueBytes]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(value)), headers[DeadLetterHeaders.OriginalValueSha256]);
        Assert.Equal(letter.Key.Length < keyBytes, headers.ContainsKey(DeadLetterHeaders.OriginalKeyBytes));
        Assert.Equal(headerBytes > 0, headers.ContainsKey(DeadLetterHeaders.OriginalHeadersBytes));
        Assert.Contains("cut from", Assert.Single(worker.Troubles), StringComparison.Ordinal); // And nothing was tried twice.
    }

    [Fact]
    public void A_record_that_fits_is_left_whole_and_says_nothing_of_cutting()
    {
        using var bench = new Bench();
        bench.Start("a");
        bench.SendRaw("ada", Pattern(990_000));
        bench.RunUntilRead();

        var letter = Assert.Single(bench.Cluster.Log(new TopicPartition("dead-letters", 0)).Entries, entry => entry.IsReadable);
        Assert.Equal(Pattern(990_000), letter.Value);
        Assert.DoesNotContain(DeadLetterHeaders.OriginalValueBytes, Texts(letter).Keys);
    }

    [Fact]
    public void A_topic_that_has_no_room_for_dead_letters_is_refused_at_start()
    {
        using var bench = new Bench();
        bench.Cluster.CreateTopic("dead-letters", 1, batchBytesMax: 10_000);

        Assert.Equal(WorkerExit.Misconfigured, Assert.Throws<WorkerFatalException>(() => bench.Start("a")).Exit);
    }

    private static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(position => (byte)(position * 7 % 251))];

    private static Dictionary<string, string> Texts(LogEntry letter)
    {
        var texts = new Dictionary<string, string>();
        foreach (var header in new HeaderView(letter.Headers)) texts[Encoding.UTF8.GetString(header.Name)] = Encoding.UTF8.GetString(header.Value);
        return texts;
    }

    private static Simulation.SimulatedProcess Storm(Bench bench)
    {
        var worker = bench.Start("a");
        for (var i = 0; i < 500; i++) bench.SendRaw("ada", Unreadable);
        bench.Run(TimeSpan.FromSeconds(5));
        return worker;
    }
}
