using Engage.Accumulator.Domain;
using Engage.Cli.Connections;
using Engage.Rules.Decisions;
using AccumulatorStores = Engage.Accumulator.Stores;

namespace Engage.Cli.State;

/// <summary>What the accumulator remembers of one player, read from its changelog.</summary>
internal static class ProgressOfPlayer
{
    /// <returns>By rule key, in ascending order; empty: nothing is remembered.</returns>
    public static IReadOnlyList<KeyValuePair<RuleKey, RuleProgress>> Read(Cluster cluster, int partition, byte[] player)
    {
        var state = ChangelogState.Read(
            cluster, "accumulator", partition, (store, key) => store == AccumulatorStores.Players ? key.AsSpan().SequenceEqual(player) : IsBucketOf(key, player), AccumulatorStores.Players, AccumulatorStores.Buckets);
        if (state.Find(AccumulatorStores.Players, player) is not { } row) return [];

        var (inline, found) = (new ProgressRow(), new List<KeyValuePair<RuleKey, RuleProgress>>());
        PlayerRow.Read(row, new ChainMemory(), inline);
        foreach (var entry in inline) found.Add(entry);
        foreach (var (_, bucket) in state.All(AccumulatorStores.Buckets))
        {
            var progress = new ProgressRow();
            progress.Load(bucket);
            foreach (var entry in progress) found.Add(entry);
        }

        return [.. found.OrderBy(entry => entry.Key)];
    }

    private static bool IsBucketOf(byte[] key, byte[] player) => key.Length == BucketKey.SizeOf(player) && key.AsSpan(sizeof(ushort), player.Length).SequenceEqual(player);
}
