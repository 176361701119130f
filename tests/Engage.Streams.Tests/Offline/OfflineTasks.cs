using System.Buffers.Binary;
using System.Text;
using Engage.Streams.Offline;
using Engage.Streams.Testing;

namespace Engage.Streams.Tests.Offline;

public sealed class OfflineTasks
{
    private static readonly Topic<string, long> Bets = new("bets", Serdes.Utf8, Serdes.Int64);
    private static readonly Topic<string, long> Totals = new("totals", Serdes.Utf8, Serdes.Int64);
    private static readonly Topic<byte[], byte[]> DeadLetters = new("dead-letters", Serdes.Bytes, Serdes.Bytes);
    private static readonly Topic<byte[], byte[]> Factors = new("factors", Serdes.Bytes, Serdes.Bytes);
    private static readonly Store<string, long> TotalByPlayer = new("total-by-player", 1, Serdes.Utf8, Serdes.Int64);
    private static readonly Store Order = new("order", 2, StoreAccess.Ordered);

    [Fact]
    public void It_writes_what_the_driver_commits_for_the_same_records()
    {
        using var driver = TopologyTestDriver.For(Build(), new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        using var task = Loaded();
        driver.PipeRaw(Factors, [], [2]);
        var random = new Random(7);
        var written = new List<(string, long)>();
        for (var offset = 0L; offset < 500; offset++)
        {
            var (player, amount) = ($"player-{random.Next(20)}", random.NextInt64(1, 9));
            driver.Pipe(Bets, player, amount);
            written.AddRange(task.Process(Bets, offset * 3, 1_000, Encoding.UTF8.GetBytes(player), Bytes(amount)).Select(record => (Encoding.UTF8.GetString(record.Key), BinaryPrimitives.ReadInt64BigEndian(record.Value))));
        }

        Assert.Equal(driver.Read(Totals).Select(total => (total.Key, total.Value)), written);
    }

    [Fact]
    public void What_cannot_be_read_or_makes_the_processor_throw_comes_back_as_a_dead_letter_and_leaves_no_state()
    {
        using var task = Loaded();

        var undecodable = Assert.Single(task.Process(Bets, 0, 1, "ada"u8, [1, 2, 3]));
        var thrown = Assert.Single(task.Process(Bets, 1, 1, "ada"u8, Bytes(-1)));

        Assert.Equal(("dead-letters", "invalid_int64"), (undecodable.Topic.Name, Code(undecodable)));
        Assert.Equal(("dead-letters", "processor_failed"), (thrown.Topic.Name, Code(thrown)));
        Assert.Equal(20, BinaryPrimitives.ReadInt64BigEndian(Assert.Single(task.Process(Bets, 2, 1, "ada"u8, Bytes(10))).Value));
    }

    [Fact]
    public void A_record_that_refers_to_what_its_table_lacks_is_refused_and_not_waited_for()
    {
        using var task = new OfflineTask(Build(), partition: 0, partitionCount: 1);

        var refusal = Assert.Throws<InvalidOperationException>(() => task.Process(Bets, 0, 1, "ada"u8, Bytes(1)));

        Assert.Contains("it waits for factors to reach offset 0", refusal.Message, StringComparison.Ordinal);
    }

    private static OfflineTask Loaded()
    {
        var task = new OfflineTask(Build(), partition: 0, partitionCount: 1);
        task.AddToTable(Factors, 0, 1, [], [2]);
        return task;
    }

    private static byte[] Bytes(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private static string Code(OfflineRecord record) => new HeaderView(record.Headers).TryGet(Encoding.UTF8.GetBytes(DeadLetterHeaders.Code), out var code) ? Encoding.UTF8.GetString(code) : "";

    /// <summary>Totals per player times a factor from a global table, and an ordered store that must go along.</summary>
    private static Topology Build()
    {
        var topology = new TopologyBuilder("factor-counter").AddStore(TotalByPlayer).AddStore(Order);
        var factors = topology.GlobalTable(Factors, new LastByte());
        topology.Stream(Bets)
            .Process("count", task => new CountBets(task, factors))
            .To(Totals)
            .DeadLettersTo(DeadLetters);
        return topology.Build();
    }

    private sealed class LastByte : IGlobalTableFold<byte[]>
    {
        public byte[] Empty => [];

        public byte[] Apply(byte[] snapshot, in InputRecord record) => record.Value.ToArray();
    }

    private sealed class CountBets(ITaskContext task, GlobalTable<byte[]> factors) : IProcessor
    {
        private readonly IKeyValueStore<string, long> totals = task.Open(TotalByPlayer);
        private readonly IBytesStore order = task.OpenBytes(Order);
        private readonly Output<string, long> output = task.Output(Totals);

        public ProcessResult Process(in InputRecord record)
        {
            if (factors.NextOffset == 0) return ProcessResult.WaitFor(factors, 0);

            var (player, amount) = (record.KeyAs(Bets), record.ValueAs(Bets));
            totals.TryGet(player, out var total);
            totals.Put(player, total + (amount * factors.Snapshot[0]));
            if (amount < 0) throw new InvalidOperationException("after it has written");

            order.Put(record.Key, []);
            var known = 0L;
            using (var cursor = order.Scan([]))
            {
                while (cursor.MoveNext()) known++;
            }

            Assert.InRange(known, 1, 20);
            output.Send(player, total + (amount * factors.Snapshot[0]));
            return ProcessResult.Done;
        }
    }
}
