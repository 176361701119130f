using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Topics;

/// <summary>Decides whether topics may be created, enlarged or configured as asked.</summary>
internal static class TopicRules
{
    /// <summary>A laptop's limit on partitions of all topics together.</summary>
    public const int MaxPartitions = 10_000;

    /// <summary>Done when <paramref name="topic"/> may be created beside what <paramref name="catalogue"/> holds.</summary>
    public static Outcome CheckNew(NewTopic topic, TopicCatalogue catalogue, EmbeddedBrokerOptions options)
    {
        if (!TopicName.IsValid(topic.Name)) return new Outcome(ErrorCode.InvalidTopic, $"Topic name '{topic.Name}' is not allowed: 1 to 249 of [A-Za-z0-9._-].");
        if (catalogue.Find(topic.Name) is not null) return new Outcome(ErrorCode.TopicAlreadyExists, $"Topic '{topic.Name}' already exists.");
        if (CheckLayout(topic, options) is { Error: not ErrorCode.None } badLayout) return badLayout;
        if (ConfigKeys.Complaint(topic.Overrides) is { } complaint) return new Outcome(ErrorCode.InvalidConfig, complaint);

        return CheckTotal(catalogue, added: PartitionCount(topic, options));
    }

    /// <summary>How many partitions the topic gets.</summary>
    public static int PartitionCount(NewTopic topic, EmbeddedBrokerOptions options)
    {
        if (topic.Assignments.Count > 0) return topic.Assignments.Count;

        return topic.PartitionCount == -1 ? options.DefaultPartitions : topic.PartitionCount;
    }

    /// <summary>Done when <paramref name="topic"/> may grow to <paramref name="total"/> partitions.</summary>
    /// <param name="topic">As it is.</param>
    /// <param name="total">The new count.</param>
    /// <param name="assignments">Replicas of the added partitions; null to let the broker choose.</param>
    /// <param name="catalogue">For the overall limit.</param>
    public static Outcome CheckGrowth(TopicEntry topic, int total, IReadOnlyList<int[]>? assignments, TopicCatalogue catalogue)
    {
        var added = total - topic.PartitionCount;
        if (added <= 0) return new Outcome(ErrorCode.InvalidPartitions, $"Topic '{topic.Name}' has {topic.PartitionCount} partitions; {total} is not more.");
        if (assignments is not null && (assignments.Count != added || !assignments.All(IsThisNode)))
            return new Outcome(ErrorCode.InvalidReplicaAssignment, $"Every added partition must be assigned to node {BrokerEndpoint.NodeId}.");

        return CheckTotal(catalogue, added);
    }

    private static Outcome CheckLayout(NewTopic topic, EmbeddedBrokerOptions options)
    {
        if (topic.Assignments.Count > 0) return CheckAssignments(topic);
        if (topic.PartitionCount is 0 or < -1) return new Outcome(ErrorCode.InvalidPartitions, "The number of partitions must be at least 1, or -1 for the default.");

        var replicationIsFine = topic.ReplicationFactor is -1 or 1 || (options.AcceptAnyReplicationFactor && topic.ReplicationFactor > 0);
        return replicationIsFine ? Outcome.Done : new Outcome(ErrorCode.InvalidReplicationFactor, $"Replication factor {topic.ReplicationFactor} is larger than the one broker there is.");
    }

    private static Outcome CheckAssignments(NewTopic topic)
    {
        if (topic.PartitionCount != -1 || topic.ReplicationFactor != -1)
            return new Outcome(ErrorCode.InvalidRequest, "Give either an assignment or a number of partitions and replicas.");

        var consecutive = Enumerable.Range(0, topic.Assignments.Count).All(topic.Assignments.ContainsKey);
        return consecutive && topic.Assignments.Values.All(IsThisNode)
            ? Outcome.Done
            : new Outcome(ErrorCode.InvalidReplicaAssignment, $"Partitions must be numbered from 0 and assigned to node {BrokerEndpoint.NodeId}.");
    }

    private static bool IsThisNode(int[] replicas) => replicas is [BrokerEndpoint.NodeId];

    private static Outcome CheckTotal(TopicCatalogue catalogue, int added)
    {
        var total = catalogue.Topics.Values.Sum(topic => (long)topic.PartitionCount) + added;
        return total <= MaxPartitions ? Outcome.Done : new Outcome(ErrorCode.PolicyViolation, $"{total} partitions exceed this broker's limit of {MaxPartitions}.");
    }
}
