using Engage.Cli.Connections;
using Engage.Dispatcher.Lanes;
using Engage.Streams;
using DispatcherStores = Engage.Dispatcher.Stores;

namespace Engage.Cli.State;

/// <summary>When marketing messages left to players, as the dispatcher counts them for frequency caps, read from its changelog.</summary>
internal sealed class SentMessages
{
    private readonly List<ChangelogState> partitions;

    private SentMessages(List<ChangelogState> partitions) => this.partitions = partitions;

    /// <param name="partitionCount">All are read: a lane's messages are counted where the lane is.</param>
    public static SentMessages Read(Cluster cluster, int partitionCount) =>
        new([.. Enumerable.Range(0, partitionCount).Select(partition => ChangelogState.Read(cluster, "dispatcher", partition, static (Store _, byte[] _) => true, DispatcherStores.Sent))]);

    /// <returns>Microseconds since the Unix epoch; empty: none, or longer ago than any cap looks back.</returns>
    public IReadOnlyList<long> InstantsOf(string channel, string player) =>
        [.. partitions.SelectMany(partition => partition.Find(DispatcherStores.Sent, SentCounters.PlayerKey(channel, player)) is { } row ? SentCounters.Numbers(row) : [])];
}
