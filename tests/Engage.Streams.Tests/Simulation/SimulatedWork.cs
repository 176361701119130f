using System.Buffers.Binary;
using System.Text;

namespace Engage.Streams.Tests.Simulation;

/// <summary>
/// What simulated workers do: numbers (and more-numbers) → running sum per key, each number times the factor as of the table offset that it names; a reward once, a reminder by timer once, poison to the dead letters.
/// </summary>
internal static class SimulatedWork
{
    public const string Worker = "summer";
    public const long RewardAt = 400;

    /// <summary>Number (i64) and the table offset that decides its factor (i64).</summary>
    public const int NumberBytes = 2 * sizeof(long);

    public static readonly TimeSpan RemindAfter = TimeSpan.FromSeconds(3);

    public static readonly Topic<string, byte[]> Numbers = new("numbers", Serdes.Utf8, Serdes.Bytes);
    public static readonly Topic<string, byte[]> MoreNumbers = new("more-numbers", Serdes.Utf8, Serdes.Bytes);
    public static readonly Topic<string, long> Factors = new("factors", Serdes.Utf8, Serdes.Int64);

    /// <summary>Sum, input, offset.</summary>
    public static readonly Topic<string, byte[]> Sums = new("sums", Serdes.Utf8, Serdes.Bytes);
    public static readonly Topic<string, long> Rewards = new("rewards", Serdes.Utf8, Serdes.Int64);
    public static readonly Topic<string, long> Reminders = new("reminders", Serdes.Utf8, Serdes.Int64);
    public static readonly Topic<byte[], byte[]> DeadLetters = new("dead-letters", Serdes.Bytes, Serdes.Bytes);
    public static readonly Store<string, long> SumByKey = new("sum-by-key", 1, Serdes.Utf8, Serdes.Int64);
    public static readonly Store<string, long> RewardByKey = new("reward-by-key", 2, Serdes.Utf8, Serdes.Int64);

    /// <param name="inputs">1: incremental rebalances; 2: eager ones.</param>
    public static Topology Build(int inputs) => Build(inputs, byNewest: false);

    /// <param name="byNewest">Takes the factor that is there when a number is processed, whatever offset it names; for a control run.</param>
    public static Topology Build(int inputs, bool byNewest)
    {
        var topology = new TopologyBuilder(Worker).AddStore(SumByKey).AddStore(RewardByKey);
        var factors = topology.GlobalTable(Factors, new FactorFold());
        topology.Stream(inputs == 1 ? [Numbers] : [Numbers, MoreNumbers])
            .Process("sum", task => new SumNumbers(task, factors, byNewest))
            .To(Sums, Rewards, Reminders)
            .DeadLettersTo(DeadLetters);
        return topology.Build();
    }

    public static byte[] Number(long value, long tableOffset)
    {
        var bytes = new byte[NumberBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(long)), tableOffset);
        return bytes;
    }

    private sealed class FactorFold : IGlobalTableFold<long[]>
    {
        public long[] Empty => [];

        public long[] Apply(long[] snapshot, in InputRecord record) => [.. snapshot, record.ValueAs(Factors)];
    }

    private sealed class SumNumbers(ITaskContext task, GlobalTable<long[]> factors, bool byNewest) : IProcessor
    {
        private readonly IKeyValueStore<string, long> sums = task.Open(SumByKey);
        private readonly IKeyValueStore<string, long> rewarded = task.Open(RewardByKey);
        private readonly Output<string, byte[]> toSums = task.Output(Sums);
        private readonly Output<string, long> toRewards = task.Output(Rewards);
        private readonly Output<string, long> toReminders = task.Output(Reminders);

        public ProcessResult Process(in InputRecord record)
        {
            if (record.Value.Length != NumberBytes) return ProcessResult.Poison(new DecodeError("no_number", "This is no number."));
            var (number, tableOffset) = (BinaryPrimitives.ReadInt64BigEndian(record.Value), BinaryPrimitives.ReadInt64BigEndian(record.Value[sizeof(long)..]));
            if (factors.NextOffset <= tableOffset) return ProcessResult.WaitFor(factors, tableOffset);

            var key = record.KeyAs(Numbers);
            var isKnown = sums.TryGet(key, out var sum);
            sum += number * factors.Snapshot[byNewest ? ^1 : (Index)(int)tableOffset];
            sums.Put(key, sum);
            toSums.Send(key, Cite(sum, record));
            if (!isKnown) task.Timers.Set(record.TimestampMicros + (RemindAfter.Ticks / TimeSpan.TicksPerMicrosecond), record.Key);
            if (sum >= RewardAt && !rewarded.TryGet(key, out _))
            {
                rewarded.Put(key, sum);
                toRewards.Send(key, sum);
            }

            return ProcessResult.Done;
        }

        public void OnTimer(long fireAtMicros, ReadOnlySpan<byte> owner, long nowMicros) => toReminders.Send(Encoding.UTF8.GetString(owner), fireAtMicros);

        private static byte[] Cite(long sum, in InputRecord record)
        {
            var bytes = new byte[(2 * sizeof(long)) + 1];
            BinaryPrimitives.WriteInt64BigEndian(bytes, sum);
            bytes[sizeof(long)] = (byte)(record.Topic == Numbers ? 0 : 1);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(long) + 1), record.Offset);
            return bytes;
        }
    }
}
