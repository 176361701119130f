using Engage.Streams;

namespace Engage.LoadTest.Summing;

/// <summary>
/// numbers (and, where asked for, more-numbers) → running sum per key, one reward per key when its sum passes the threshold, one reminder per key a moment after its first number.
/// Every loss, duplicate, tear or reordering shows: a sum cites the record that it counted, a reward and a reminder happen once in a key's life.
/// </summary>
internal static class SumTopology
{
    public const string Worker = "summer";

    /// <summary>A key is rewarded when its sum reaches it.</summary>
    public const long RewardAt = 1_000;

    /// <summary>From a key's first number to its reminder.</summary>
    public const long RemindAfterMicros = 500_000;

    public static readonly Topic<string, long> Numbers = new("numbers", Serdes.Utf8, Serdes.Int64);
    public static readonly Topic<string, long> MoreNumbers = new("more-numbers", Serdes.Utf8, Serdes.Int64);
    public static readonly Topic<string, Sum> Sums = new("sums", Serdes.Utf8, SumSerde.Instance);
    public static readonly Topic<string, long> Rewards = new("rewards", Serdes.Utf8, Serdes.Int64);
    public static readonly Topic<string, long> Reminders = new("reminders", Serdes.Utf8, Serdes.Int64);
    public static readonly Topic<byte[], byte[]> DeadLetters = new("dead-letters", Serdes.Bytes, Serdes.Bytes);
    public static readonly Store<string, long> SumByKey = new("sum-by-key", 1, Serdes.Utf8, Serdes.Int64);
    public static readonly Store<string, long> RewardByKey = new("reward-by-key", 2, Serdes.Utf8, Serdes.Int64);

    /// <param name="inputs">1: incremental rebalances; 2: co-partitioned inputs, hence eager ones.</param>
    public static Topology Build(int inputs)
    {
        var topology = new TopologyBuilder(Worker).AddStore(SumByKey).AddStore(RewardByKey);
        topology.Stream(inputs == 1 ? [Numbers] : [Numbers, MoreNumbers])
            .Process("sum", task => new SumNumbers(task))
            .To(Sums, Rewards, Reminders)
            .DeadLettersTo(DeadLetters);
        return topology.Build();
    }
}
