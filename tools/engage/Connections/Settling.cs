using System.Globalization;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Connections;

/// <summary>Waits until workers have caught up, by their committed offsets.</summary>
internal static class Settling
{
    /// <summary>Whose offsets say that everything that was sent has passed every stage, in order of flow.</summary>
    private static readonly (string Worker, string[] Topics)[] Stages =
    [
        ("segment-materializer", ["player-events"]),
        ("trigger-matcher", ["enriched-events"]),
        ("accumulator", ["rule-firings"]),
        ("dispatcher", ["actions", "player-profiles", "dispatch-work"]),
    ];

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Every partition's materializer has passed its marker.</summary>
    public static Task MarkersAsync(Cluster cluster, IReadOnlyDictionary<int, long> markers, CancellationToken cancelled) =>
        UntilAsync(cluster, async admin =>
        {
            var committed = await admin.CommittedOffsetsAsync(cluster.TopicPrefix + "segment-materializer");
            return markers.Sum(marker => Math.Max(0, marker.Value + 1 - committed.GetValueOrDefault((cluster.Topic("player-events"), marker.Key))));
        }, "the segment-materializer", cancelled);

    /// <summary>Every stage has read what the stage before it has written, down to the dispatcher.</summary>
    /// <param name="report">Told the records still to be read in all, at each look; may be null.</param>
    public static Task StagesAsync(Cluster cluster, Action<long>? report, CancellationToken cancelled) =>
        UntilAsync(cluster, async admin =>
        {
            var lag = await LagAsync(admin, cluster);
            report?.Invoke(lag);
            return lag;
        }, "the workers", cancelled);

    /// <summary>Records that stages have still to read.</summary>
    private static async Task<long> LagAsync(ClusterAdmin admin, Cluster cluster)
    {
        var counts = admin.PartitionCounts();
        long lag = 0;
        // In order of flow: when a stage is found to have read everything, all that it wrote is counted against the next one.
        foreach (var (worker, topics) in Stages)
        {
            var read = topics.Select(cluster.Topic).Where(counts.ContainsKey).ToDictionary(topic => topic, topic => counts[topic]);
            var committed = await admin.CommittedOffsetsAsync(cluster.TopicPrefix + worker);
            var ends = await admin.EndOffsetsAsync(read, committedOnly: true);
            lag += ends.Sum(end => Math.Max(0, end.Value - committed.GetValueOrDefault(end.Key)));
        }

        return lag;
    }

    /// <summary>Twice in a row nothing is left; gives up when nothing has moved for two minutes.</summary>
    private static async Task UntilAsync(Cluster cluster, Func<ClusterAdmin, Task<long>> remaining, string who, CancellationToken cancelled)
    {
        using var admin = new ClusterAdmin(cluster.Connection);
        var (quiet, best, since) = (0, long.MaxValue, TimeProvider.System.GetTimestamp());
        while (quiet < 2)
        {
            var left = await remaining(admin);
            quiet = left == 0 ? quiet + 1 : 0;
            if (left < best) (best, since) = (left, TimeProvider.System.GetTimestamp());
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
                throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"{who} have stopped moving with {left} records to go; are they running ('engage status')?"));
            await Task.Delay(Interval, cancelled);
        }
    }
}
