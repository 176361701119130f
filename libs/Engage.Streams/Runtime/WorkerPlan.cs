using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>A topology fitted to a cluster: full names, partition counts, limits. Immutable.</summary>
internal sealed class WorkerPlan
{
    /// <summary>Batch header, record framing, and what compression may add to what it cannot compress.</summary>
    private const int BatchOverheadBytes = 8_192;

    /// <summary>Enough for the engine's own headers and the beginning of a record.</summary>
    private const int DeadLetterBytesMin = 8_192;

    private WorkerPlan(Topology topology, StreamsOptions options)
    {
        Topology = topology;
        Options = options;
        Inputs = [.. topology.Inputs.Select(FullName)];
        OutputTopics = topology.DeadLetters is null ? [.. topology.Outputs] : [.. topology.Outputs, topology.DeadLetters];
        Outputs = [.. OutputTopics.Select(FullName)];
    }

    public Topology Topology { get; }

    public StreamsOptions Options { get; }

    public string Worker => Topology.Name;

    public string Group => Options.TopicPrefix + Topology.Name;

    /// <summary>Full names, in the topology's order.</summary>
    public string[] Inputs { get; }

    /// <summary>The outputs, and last the dead letters if there are any.</summary>
    public Topic[] OutputTopics { get; }

    public string[] Outputs { get; }

    public int[] OutputPartitionCounts { get; private set; } = [];

    /// <summary>Largest key, value and headers of a dead letter, in bytes; 0 if there are none.</summary>
    public int DeadLetterBytesMax { get; private set; }

    public int PartitionCount { get; private set; }

    /// <summary>Null for a stateless worker.</summary>
    public TopicDescription? Changelog { get; private set; }

    public int DeadLettersIndex => Topology.DeadLetters is null ? -1 : Outputs.Length - 1;

    /// <summary>Eager where inputs must come together: only then does the group give one member the same partitions of each.</summary>
    public Assignor Assignor => Inputs.Length > 1 ? Assignor.Range : Assignor.CooperativeSticky;

    /// <summary>Asks the cluster and refuses what would not work.</summary>
    /// <exception cref="WorkerFatalException">Topics are missing, or differ in ways that would lose or misplace data.</exception>
    public static WorkerPlan Load(Topology topology, StreamsOptions options, ITopicAdmin admin)
    {
        var plan = new WorkerPlan(topology, options);
        var inputs = plan.Inputs.Select(input => Describe(input, admin)).ToArray();
        plan.PartitionCount = inputs[0].PartitionCount;
        foreach (var input in inputs.Where(input => input.PartitionCount != plan.PartitionCount))
            throw Misfit($"{input.Name} has {input.PartitionCount} partitions and {inputs[0].Name} has {plan.PartitionCount}; inputs of {topology.Name} need the same number.");

        var outputs = plan.Outputs.Select(output => Describe(output, admin)).ToArray();
        plan.OutputPartitionCounts = [.. outputs.Select(output => output.PartitionCount)];
        if (plan.DeadLettersIndex >= 0) plan.DeadLetterBytesMax = RoomForDeadLetters(outputs[plan.DeadLettersIndex], options);
        foreach (var table in topology.GlobalTables)
        {
            var count = Describe(plan.FullName(table.Topic), admin).PartitionCount;
            if (count != 1) throw Misfit($"{plan.FullName(table.Topic)} has {count} partitions; a global table needs exactly 1.");
        }

        if (topology.ChangelogName is { } changelog) plan.Changelog = CheckChangelog(Describe(options.TopicPrefix + changelog, admin), plan.PartitionCount);
        return plan;
    }

    public string FullName(Topic topic) => Options.TopicPrefix + topic.Name;

    public int OutputIndex(Topic topic)
    {
        var index = Array.IndexOf(OutputTopics, topic);
        return index >= 0 ? index : throw new InvalidOperationException($"{Worker} does not name {topic} in To(...), so it cannot write to it.");
    }

    private static int RoomForDeadLetters(TopicDescription deadLetters, StreamsOptions options)
    {
        var room = Math.Min(options.RecordBytesMax, deadLetters.BatchBytesMax - BatchOverheadBytes);
        return room >= DeadLetterBytesMin ? room : throw Misfit($"{deadLetters.Name} takes {deadLetters.BatchBytesMax} bytes (max.message.bytes) and an output may have {options.RecordBytesMax}; dead letters need {DeadLetterBytesMin + BatchOverheadBytes}.");
    }

    private static TopicDescription CheckChangelog(TopicDescription changelog, int partitionCount)
    {
        if (changelog.PartitionCount != partitionCount)
            throw Misfit($"{changelog.Name} has {changelog.PartitionCount} partitions; it needs {partitionCount}, as many as the inputs.");
        if (changelog.CleanupPolicy != "compact")
            throw Misfit($"{changelog.Name} has cleanup.policy={changelog.CleanupPolicy}; it must be 'compact' alone, or state would expire.");
        return changelog;
    }

    private static TopicDescription Describe(string topic, ITopicAdmin admin)
    {
        try
        {
            return admin.Describe(topic);
        }
        catch (ClientException missing) when (missing.Fault == ClientFault.UnknownTopic)
        {
            throw new WorkerFatalException(WorkerExit.Misconfigured, $"Topic {topic} does not exist; create the topics first.", missing);
        }
    }

    private static WorkerFatalException Misfit(string what) => new(WorkerExit.Misconfigured, what);
}
