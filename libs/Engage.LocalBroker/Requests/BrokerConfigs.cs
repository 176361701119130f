using System.Globalization;
using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Requests;

/// <summary>What the broker resource reports: the settings that clients and tools look at, read-only.</summary>
internal static class BrokerConfigs
{
    /// <summary>Whether a resource name means this broker; empty means the cluster-wide default.</summary>
    public static bool IsThisBroker(string name) => name.Length == 0 || name == BrokerEndpoint.NodeId.ToString(CultureInfo.InvariantCulture);

    public static IReadOnlyList<KeyValuePair<string, string>> Describe(EmbeddedBrokerOptions options) =>
    [
        new("auto.create.topics.enable", options.AutoCreateTopics ? "true" : "false"),
        new("broker.id", Number(BrokerEndpoint.NodeId)),
        new("default.replication.factor", "1"),
        new("group.initial.rebalance.delay.ms", Number(options.Groups.InitialRebalanceDelay.TotalMilliseconds)),
        new("group.max.session.timeout.ms", Number(options.Groups.MaxSessionTimeout.TotalMilliseconds)),
        new("group.min.session.timeout.ms", Number(options.Groups.MinSessionTimeout.TotalMilliseconds)),
        new("node.id", Number(BrokerEndpoint.NodeId)),
        new("num.partitions", Number(options.DefaultPartitions)),
        new("transaction.max.timeout.ms", Number(options.Transactions.MaxTimeout.TotalMilliseconds)),
    ];

    private static string Number(double value) => value.ToString("F0", CultureInfo.InvariantCulture);
}
