using Engage.Cli.Connections;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Health;

/// <summary>What each worker reads, in order of flow; the order of inputs is that of its topology.</summary>
internal static class WorkerInputs
{
    private static readonly (string Worker, string[] Inputs, bool HasChangelog)[] All =
    [
        ("segment-materializer", ["player-events"], true),
        ("trigger-matcher", ["enriched-events"], false),
        ("accumulator", ["rule-firings"], true),
        ("scheduler", ["audience-members"], true),
        ("dispatcher", ["actions", "player-profiles", "dispatch-work", "dispatch-commands"], true),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(worker => worker.Worker)];

    public static string[] Of(string worker) => All.First(known => known.Worker == worker).Inputs;

    public static bool HasChangelog(string worker) => All.First(known => known.Worker == worker).HasChangelog;

    /// <summary>Records that a worker has still to read, by input and partition; null: its group has no position there.</summary>
    public static async Task<IReadOnlyDictionary<(string Topic, int Partition), long?>> LagAsync(ClusterAdmin admin, Cluster cluster, string worker, IReadOnlyDictionary<string, int> counts)
    {
        var read = Of(worker).Select(cluster.Topic).Where(counts.ContainsKey).ToDictionary(topic => topic, topic => counts[topic]);
        var committed = await admin.CommittedOffsetsAsync(cluster.TopicPrefix + worker);
        var ends = await admin.EndOffsetsAsync(read, committedOnly: true);
        return ends.ToDictionary(end => end.Key, end => committed.TryGetValue(end.Key, out var at) ? Math.Max(0, end.Value - at) : end.Value == 0 ? 0 : (long?)null);
    }
}
