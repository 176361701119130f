using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Engage.Rules.Definitions;
using Engage.Rules.Gates;
using Engage.Streams;

namespace Engage.Dispatcher.Lanes;

/// <summary>What was sent before, for frequency caps (exact instants per player and channel) and budgets (counts per rule in sixtieths of the window).</summary>
/// <remarks>
/// Keys: <c>[1][channel][0][player]</c> and <c>[2][rule]</c>. Values: instants as i64, oldest first; or pairs of i64 instant and i64 count. Big-endian. Budgets are counted in each
/// partition and taken times the number of partitions, so that all together stay within them.
/// </remarks>
internal sealed class SentCounters(IBytesStore store, int partitionCount)
{
    private const int KeptInstants = 1_000;
    private const int BucketsPerWindow = 60;

    public GateCounts Count(string playerId, DeliveryRequest request, Policy policy, long nowMicros)
    {
        var instants = policy.Caps.IsEmpty ? [] : ReadAll(PlayerKey(request.Channel, playerId));
        var buckets = policy.Budgets.IsEmpty ? [] : ReadAll(RuleKey(request.RuleId));
        return new GateCounts(
            [.. policy.Caps.Select(cap => cap.Channel == request.Channel ? instants.Count(instant => instant > nowMicros - cap.WithinMicros) : 0)],
            [.. policy.Budgets.Select(budget => (int)Math.Min(int.MaxValue, SumSince(buckets, nowMicros - budget.WithinMicros) * partitionCount))]);
    }

    /// <summary>Counts a message to a player that left.</summary>
    public void Add(string channel, string playerId, string ruleId, MessageClass messageClass, Policy policy, long nowMicros)
    {
        var capWindow = policy.Caps.Where(cap => cap.Channel == channel).Select(cap => cap.WithinMicros).DefaultIfEmpty().Max();
        if (capWindow > 0 && messageClass == MessageClass.Marketing)
        {
            var instants = ReadAll(PlayerKey(channel, playerId)).Where(instant => instant > nowMicros - capWindow).Append(nowMicros).TakeLast(KeptInstants);
            Write(PlayerKey(channel, playerId), [.. instants]);
        }

        var budgets = policy.Budgets.Where(budget => budget.RuleId is null || budget.RuleId == ruleId).ToList();
        if (budgets.Count == 0) return;
        var bucketMicros = Math.Max(1, budgets.Min(budget => budget.WithinMicros) / BucketsPerWindow);
        Write(RuleKey(ruleId), WithOneMore(ReadAll(RuleKey(ruleId)), bucketMicros, nowMicros - budgets.Max(budget => budget.WithinMicros), nowMicros));
    }

    private static List<long> WithOneMore(List<long> buckets, long bucketMicros, long sinceMicros, long nowMicros)
    {
        var kept = new List<long>(buckets.Count + 2);
        for (var i = 0; i + 1 < buckets.Count; i += 2)
        {
            if (buckets[i] > sinceMicros) kept.AddRange([buckets[i], buckets[i + 1]]);
        }

        // A bucket is known by its latest message, so that a window never loses one too early.
        if (kept.Count > 0 && nowMicros - kept[^2] < bucketMicros && kept[^2] / bucketMicros == nowMicros / bucketMicros) (kept[^2], kept[^1]) = (nowMicros, kept[^1] + 1);
        else kept.AddRange([nowMicros, 1]);
        return kept;
    }

    private static long SumSince(List<long> buckets, long sinceMicros)
    {
        var sum = 0L;
        for (var i = 0; i + 1 < buckets.Count; i += 2)
        {
            if (buckets[i] > sinceMicros) sum += buckets[i + 1];
        }

        return sum;
    }

    /// <summary>The numbers of a row: of <see cref="PlayerKey"/> the instants in microseconds.</summary>
    public static List<long> Numbers(ReadOnlySpan<byte> row)
    {
        var numbers = new List<long>(row.Length / sizeof(long));
        for (var rest = row; rest.Length >= sizeof(long); rest = rest[sizeof(long)..]) numbers.Add(BinaryPrimitives.ReadInt64BigEndian(rest));
        return numbers;
    }

    /// <summary>Where the marketing messages that left to a player through a channel stand.</summary>
    public static byte[] PlayerKey(string channel, string playerId) => [1, .. Encoding.UTF8.GetBytes(channel), 0, .. Encoding.UTF8.GetBytes(playerId)];

    private List<long> ReadAll(byte[] key)
    {
        using var found = store.Read(key);
        return Numbers(found.Bytes);
    }

    private void Write(byte[] key, List<long> numbers)
    {
        var bytes = new byte[numbers.Count * sizeof(long)];
        for (var i = 0; i < numbers.Count; i++) BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * sizeof(long)), numbers[i]);
        store.Put(key, bytes);
    }

    private static byte[] RuleKey(string ruleId) => [2, .. Encoding.UTF8.GetBytes(ruleId)];
}
