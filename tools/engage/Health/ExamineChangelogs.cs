using Engage.Cli.Connections;
using Engage.Streams.Kafka.Tools;
using Engage.Streams.Offline;

namespace Engage.Cli.Health;

/// <summary>Reads the changelogs whole and holds each against the check that restores make, and against its group's position.</summary>
internal sealed class ExamineChangelogs(Cluster cluster, ClusterAdmin admin, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Changelogs keep every record at least so long (the topics' min.compaction.lag.ms).</summary>
    private static readonly TimeSpan MinCompactionLag = TimeSpan.FromHours(1);

    /// <summary>Who wrote the last transaction of a worker's partitions: the instances that hold its transactional ids.</summary>
    public Dictionary<string, SortedSet<string>> Instances { get; } = [];

    public async Task<IReadOnlyList<Finding>> OfAsync(string worker, IReadOnlyDictionary<string, int> counts)
    {
        var topic = cluster.Topic(worker + "-changelog");
        if (!counts.TryGetValue(topic, out var partitions)) return [new Finding(worker, null, "changelog", false, $"{topic} does not exist; run 'engage topics create'")];

        // A transaction moves the group and the changelog together: whatever is read between two looks at the group lies between them.
        var before = await admin.CommittedOffsetsAsync(cluster.TopicPrefix + worker);
        var (audits, problems) = Read(topic, partitions);
        var after = await admin.CommittedOffsetsAsync(cluster.TopicPrefix + worker);
        return [.. Enumerable.Range(0, partitions).Select(partition => Judge(worker, partition, audits[partition], problems[partition], before, after))];
    }

    private (ChangelogAudit[] Audits, List<string>[] Problems) Read(string topic, int partitions)
    {
        var nowMicros = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var audits = Enumerable.Range(0, partitions).Select(_ => new ChangelogAudit(nowMicros, MinCompactionLag)).ToArray();
        var problems = Enumerable.Range(0, partitions).Select(_ => new List<string>()).ToArray();
        using var reader = new TopicReader(cluster.Connection);
        reader.Open(new Dictionary<string, int> { [topic] = partitions }, ReadFrom.Start);
        foreach (var record in reader.ToEnd(Patience))
        {
            if (audits[record.Partition].Take(record.Offset, record.TimestampMs * 1000, record.Key, record.Value) is { } problem) problems[record.Partition].Add(problem);
        }

        return (audits, problems);
    }

    private Finding Judge(
        string worker, int partition, ChangelogAudit audit, List<string> problems,
        IReadOnlyDictionary<(string Topic, int Partition), long> before, IReadOnlyDictionary<(string Topic, int Partition), long> after)
    {
        if (audit.LastInstance.Length > 0)
        {
            if (!Instances.TryGetValue(worker, out var known)) Instances[worker] = known = [];
            known.Add(audit.LastInstance);
        }

        if (problems.Count > 0) return Bad($"{cluster.Topic(worker + "-changelog")}[{partition}]{problems[0]}{(problems.Count > 1 ? $" ({problems.Count - 1} more)" : "")} Stop the worker and keep changelog and state for an investigation; a restart would stop at the same place.");

        var inputs = WorkerInputs.Of(worker);
        for (var input = 0; input < Math.Min(inputs.Length, audit.LastInput.Count); input++)
        {
            var key = (cluster.Topic(inputs[input]), partition);
            var (seen, low, high) = (audit.LastInput[input], before.TryGetValue(key, out var was) ? was : -1, after.TryGetValue(key, out var now) ? now : -1);
            if (seen < low) return Bad($"the group is at {inputs[input]}[{partition}]@{low}, but the changelog has seen input only to {seen}: it lacks a transaction");
            if (seen <= high || high < 0) continue; // Without a position the worker starts from what its state has seen.
            return audit.LastInputBefore[input] == high
                ? Bad($"the group is at {inputs[input]}[{partition}]@{high}, where the last transaction ({audit.LastSequence} of {audit.LastInstance}) began: it was torn")
                : new Finding(worker, partition, "changelog", true, $"the group was set back to {inputs[input]}[{partition}]@{high}; input up to {seen} has been seen and is passed over");
        }

        return new Finding(worker, partition, "changelog", true, $"{audit.Records} records, {audit.Transactions} transactions in a row up to number {audit.LastSequence}{(audit.LastInstance.Length > 0 ? $" of {audit.LastInstance}" : "")}");

        Finding Bad(string detail) => new(worker, partition, "changelog", false, detail);
    }
}
