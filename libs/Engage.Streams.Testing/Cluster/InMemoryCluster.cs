using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>A Kafka cluster as far as exactly-once hangs on it: logs with stable ends, transactions with epochs, groups with generations. Single-threaded; time is given.</summary>
internal sealed class InMemoryCluster(TimeProvider time)
{
    private readonly Dictionary<string, TopicDescription> topics = [];
    private readonly Dictionary<TopicPartition, BrokerLog> logs = [];
    private readonly Dictionary<string, BrokerProducer> producers = [];
    private readonly Dictionary<string, BrokerGroup> groups = [];
    private int topicNumber;

    public TimeProvider Time { get; } = time;

    /// <summary>Grows with every change; tells whether anything happened.</summary>
    public long Version { get; private set; }

    public IEnumerable<BrokerLog> Logs => logs.Values;

    public long NowMicros => (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public void CreateTopic(string name, int partitionCount, string cleanupPolicy = "delete", int batchBytesMax = 1_048_588)
    {
        topics[name] = new TopicDescription(name, $"topic-{++topicNumber}", partitionCount, cleanupPolicy, TimeSpan.FromDays(1), TimeSpan.FromHours(1)) { BatchBytesMax = batchBytesMax };
        for (var partition = 0; partition < partitionCount; partition++) logs[new TopicPartition(name, partition)] = new BrokerLog(new TopicPartition(name, partition));
    }

    public bool Exists(string topic) => topics.ContainsKey(topic);

    public TopicDescription Describe(string topic) => topics.TryGetValue(topic, out var description)
        ? description
        : throw new ClientException(ClientFault.UnknownTopic, "UnknownTopicOrPart", $"There is no topic {topic}.");

    public BrokerLog Log(TopicPartition partition) => logs.TryGetValue(partition, out var log)
        ? log
        : throw new ClientException(ClientFault.UnknownTopic, "UnknownTopicOrPart", $"There is no partition {partition}.");

    public BrokerGroup Group(string id) => groups.TryGetValue(id, out var group) ? group : groups[id] = new BrokerGroup(id);

    public void Changed() => Version++;

    /// <summary>Appends a record outside transactions.</summary>
    public LogEntry Append(TopicPartition partition, byte[]? key, byte[]? value, HeaderView headers, long timestampMicros)
    {
        Changed();
        return Log(partition).Append(key, key is not null, value, value is not null, headers, timestampMicros, null);
    }

    /// <summary>Ends the former transaction of that id, fences its producer, and gives out the next epoch.</summary>
    public int InitProducer(string transactionalId, TimeSpan timeout)
    {
        if (!producers.TryGetValue(transactionalId, out var producer)) producers[transactionalId] = producer = new BrokerProducer(transactionalId);
        if (producer.Current is not null) End(producer, TransactionOutcome.Aborted);
        producer.Timeout = timeout;
        Changed();
        return ++producer.Epoch;
    }

    public LogEntry Produce(string transactionalId, int epoch, in OutgoingRecord record)
    {
        var transaction = OpenTransaction(transactionalId, epoch);
        Changed();
        return Log(new TopicPartition(record.Topic, record.Partition)).Append(record.Key, true, record.Value, !record.IsTombstone, record.Headers, record.TimestampMicros, transaction);
    }

    public void CommitOffsets(string transactionalId, int epoch, IReadOnlyList<TopicPartitionOffset> offsets, InMemoryGroupMetadata member)
    {
        var group = Group(member.GroupId);
        RequireMember(group, member);
        var transaction = OpenTransaction(transactionalId, epoch);
        foreach (var offset in offsets) transaction.Offsets[(group.Id, offset.Partition)] = offset.Offset;
        Changed();
    }

    /// <summary>Ends whatever transaction that producer epoch has open, as a broker without transaction numbers does.</summary>
    public void EndTransaction(string transactionalId, int epoch, TransactionOutcome outcome)
    {
        var producer = RequireEpoch(transactionalId, epoch);
        if (producer.Current is not null) End(producer, outcome);
    }

    /// <summary>Reads a group's offset, refusing while a transaction that would change it is open.</summary>
    public long ReadOffset(string groupId, TopicPartition partition)
    {
        if (producers.Values.Any(producer => producer.Current?.Offsets.ContainsKey((groupId, partition)) == true))
            throw new ClientException(ClientFault.Retriable, "UnstableOffsetCommit", $"A transaction with an offset of {partition} is still open.");
        return Group(groupId).Offsets.TryGetValue(partition, out var offset) ? offset : TopicPartitionOffset.None;
    }

    /// <summary>What a broker does by the clock: ends sessions and transactions that have run out.</summary>
    public void Expire()
    {
        foreach (var group in groups.Values)
        {
            foreach (var silent in group.Members.Where(member => Time.GetElapsedTime(member.LastSeenAt) > member.Settings.SessionTimeout).ToArray())
            {
                group.Remove(silent);
                Changed();
            }
        }

        foreach (var producer in producers.Values.Where(producer => producer.Current is { } current && Time.GetElapsedTime(current.StartedAt) > producer.Timeout))
        {
            producer.Epoch++;
            End(producer, TransactionOutcome.Aborted);
        }
    }

    /// <summary>How many of the partitions no member of the group at rest is to have.</summary>
    public int CountUnassigned(string groupId, IReadOnlyList<TopicPartition> partitions)
    {
        var group = Group(groupId);
        return group.IsRebalancing || group.Members.Count == 0 ? 0 : partitions.Count(partition => !group.Members.Any(member => member.Target.Contains(partition)));
    }

    public void ResetOffset(string groupId, TopicPartition partition, long offset)
    {
        Group(groupId).Offsets[partition] = offset;
        Changed();
    }

    private BrokerTransaction OpenTransaction(string transactionalId, int epoch)
    {
        var producer = RequireEpoch(transactionalId, epoch);
        return producer.Current ??= new BrokerTransaction(transactionalId, Time.GetTimestamp());
    }

    private BrokerProducer RequireEpoch(string transactionalId, int epoch)
    {
        var producer = producers[transactionalId];
        return producer.Epoch == epoch ? producer : throw new ClientException(ClientFault.Fenced, "Local_Fenced", $"{transactionalId} is at epoch {producer.Epoch}, not {epoch}.");
    }

    private static void RequireMember(BrokerGroup group, InMemoryGroupMetadata member)
    {
        if (member.Generation < 0 && member.MemberId.Length == 0) return; // As Kafka does: nothing to check it against.
        var found = group.Members.FirstOrDefault(other => member.InstanceId is null ? other.Id == member.MemberId : other.Settings.GroupInstanceId == member.InstanceId);
        if (found is not null && found.Id != member.MemberId) throw new ClientException(ClientFault.FencedInstance, "FencedInstanceId", $"Instance id {member.InstanceId} belongs to {found.Id} now.");
        if (found is null) throw new ClientException(ClientFault.StaleMember, "UnknownMemberId", $"The group does not know {member.MemberId}.");
        if (group.Generation != member.Generation) throw new ClientException(ClientFault.StaleMember, "IllegalGeneration", $"The group is at generation {group.Generation}, not {member.Generation}.");
    }

    private void End(BrokerProducer producer, TransactionOutcome outcome)
    {
        var transaction = producer.Current!;
        producer.Current = null;
        transaction.Outcome = outcome;
        foreach (var partition in transaction.FirstOffsets.Keys) Log(partition).End(transaction, NowMicros);
        if (outcome == TransactionOutcome.Committed)
        {
            foreach (var ((group, partition), offset) in transaction.Offsets) Group(group).Offsets[partition] = offset;
        }

        Changed();
    }
}
