using System.Collections.Immutable;
using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Topics;

/// <summary>Cluster id, topics, their configurations and log starts, as the journal tells them.</summary>
/// <remarks>Changed only by <see cref="Apply"/> on the coordinator's thread; <see cref="Topics"/> is a published immutable map that any thread may read.</remarks>
internal sealed class TopicCatalogue : IJournaledState
{
    private readonly Dictionary<(Guid Topic, int Partition), long> logStarts = [];
    private volatile ImmutableSortedDictionary<string, TopicEntry> topics = ImmutableSortedDictionary.Create<string, TopicEntry>(StringComparer.Ordinal);
    private volatile string? clusterId;

    /// <summary>Null until the first start journaled one; then fixed for the data directory's life.</summary>
    public string? ClusterId => clusterId;

    public ImmutableSortedDictionary<string, TopicEntry> Topics => topics;

    public TopicEntry? Find(string name) => topics.GetValueOrDefault(name);

    /// <summary>Where DeleteRecords last put the partition's start; 0 when it never did.</summary>
    public long LogStart(Guid topicId, int partition) => logStarts.GetValueOrDefault((topicId, partition));

    public void Apply(JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        var reader = new KafkaReader(payload, flexible: false);
        switch (type)
        {
            case JournalRecordType.ClusterId:
                clusterId = reader.ReadString();
                break;
            case JournalRecordType.TopicCreated:
                var id = reader.ReadUuid();
                Put(new TopicEntry(id, reader.ReadString(), reader.ReadInt32(), TopicRecords.ReadOverrides(ref reader)));
                break;
            case JournalRecordType.TopicDeleted when Named(ref reader) is { } topic:
                Remove(topic);
                break;
            case JournalRecordType.PartitionsAdded when Named(ref reader) is { } topic:
                Put(topic with { PartitionCount = reader.ReadInt32() });
                break;
            case JournalRecordType.TopicConfigured when Named(ref reader) is { } topic:
                Put(new TopicEntry(topic.Id, topic.Name, topic.PartitionCount, TopicRecords.ReadOverrides(ref reader)));
                break;
            case JournalRecordType.LogStartMoved:
                logStarts[(reader.ReadUuid(), reader.ReadInt32())] = reader.ReadInt64();
                break;
        }
    }

    public void Save(IJournal snapshot)
    {
        if (clusterId is not null) snapshot.Append(JournalRecordType.ClusterId, TopicRecords.ClusterId(clusterId));

        foreach (var topic in topics.Values) snapshot.Append(JournalRecordType.TopicCreated, TopicRecords.Created(topic));

        foreach (var ((topic, partition), offset) in logStarts)
            snapshot.Append(JournalRecordType.LogStartMoved, TopicRecords.LogStartMoved(topic, partition, offset));
    }

    /// <summary>The living topic a record names by id and name; null when it was deleted (and perhaps re-created) since.</summary>
    private TopicEntry? Named(ref KafkaReader reader)
    {
        var id = reader.ReadUuid();
        var topic = Find(reader.ReadString());
        return topic?.Id == id ? topic : null;
    }

    private void Put(TopicEntry topic) => topics = topics.SetItem(topic.Name, topic);

    private void Remove(TopicEntry topic)
    {
        topics = topics.Remove(topic.Name);
        for (var partition = 0; partition < topic.PartitionCount; partition++) logStarts.Remove((topic.Id, partition));
    }
}
