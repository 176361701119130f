using System.Globalization;

namespace Engage.Topics;

/// <summary>How a topic is to be set up on a cluster.</summary>
/// <param name="Name">Without prefix.</param>
/// <param name="SinglePartition">True: one partition, whatever the cluster has for players.</param>
/// <param name="Configs">Settings by Kafka's names; what is not named is the cluster's default.</param>
public sealed record TopicPlan(string Name, bool SinglePartition, IReadOnlyDictionary<string, string> Configs)
{
    /// <summary>Partitions of every player-keyed topic unless the operator says otherwise. It never changes afterwards: a player's state lives in one partition.</summary>
    public const int DefaultPartitions = 12;

    /// <summary>20 hours. Compaction by the share of what is outdated alone may never come to a quiet partition, and erased players must be gone within a day.</summary>
    private const string MaxCompactionLagMs = "72000000";

    /// <summary>Every topic of the system, in order of flow. The changelogs are named by the workers that write them.</summary>
    public static IReadOnlyList<TopicPlan> All { get; } =
    [
        Kept("player-events", days: 7, appendTime: true),
        Compacted("player-profiles"),
        new("definitions", SinglePartition: true, new Dictionary<string, string>
        {
            ["cleanup.policy"] = "compact",
            ["message.timestamp.type"] = "LogAppendTime",
        }),
        Kept("enriched-events", days: 7),
        Kept("segment-changes", days: 7),
        Kept("rule-firings", days: 7),
        Kept("executions", days: 90),
        Kept("actions", days: 7),
        Kept("audience-members", days: 7),
        Kept("run-reports", days: 90),
        Kept("dispatch-work", days: 7),
        Kept("dispatch-commands", days: 30),
        Kept("dispatch-events", days: 30),
        Kept("action-results", days: 90),
        Kept("dead-letters", days: 30),
        Changelog("segment-materializer"),
        Changelog("accumulator"),
        Changelog("scheduler"),
        Changelog("dispatcher"),
    ];

    private static TopicPlan Kept(string name, int days, bool appendTime = false)
    {
        var configs = new Dictionary<string, string>
        {
            ["cleanup.policy"] = "delete",
            ["retention.ms"] = ((long)TimeSpan.FromDays(days).TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        };
        if (appendTime) configs["message.timestamp.type"] = "LogAppendTime";
        return new(name, SinglePartition: false, configs);
    }

    private static TopicPlan Compacted(string name) => new(name, SinglePartition: false, new Dictionary<string, string>
    {
        ["cleanup.policy"] = "compact",
        ["max.compaction.lag.ms"] = MaxCompactionLagMs,
    });

    /// <remarks>
    /// Small segments, since the active one is never compacted; a lag, since a restart needs recent tails complete; tombstones for a week, since a store that slept longer is wiped.
    /// </remarks>
    private static TopicPlan Changelog(string worker) => new(worker + "-changelog", SinglePartition: false, new Dictionary<string, string>
    {
        ["cleanup.policy"] = "compact",
        ["segment.bytes"] = "67108864",
        ["min.cleanable.dirty.ratio"] = "0.2",
        ["min.compaction.lag.ms"] = "3600000",
        ["max.compaction.lag.ms"] = MaxCompactionLagMs,
        ["delete.retention.ms"] = "604800000",
    });
}
