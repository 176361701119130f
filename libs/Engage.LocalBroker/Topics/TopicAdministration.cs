using System.Security.Cryptography;
using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Storage;

namespace Engage.LocalBroker.Topics;

/// <summary>Creates, enlarges, configures and deletes topics: journal first, then the open partitions, all on the coordinator's thread.</summary>
internal sealed class TopicAdministration(TopicCatalogue catalogue, PartitionTable partitions, ICoordinator coordinator, EmbeddedBrokerOptions options)
{
    /// <summary>Gives a new data directory its cluster id; keeps the one it has.</summary>
    public Task<string> EnsureClusterIdAsync() => coordinator.SubmitAsync(journal =>
    {
        if (catalogue.ClusterId is null) journal.Append(JournalRecordType.ClusterId, TopicRecords.ClusterId(NewId().ToString("N")));
        return catalogue.ClusterId!;
    });

    /// <summary>One outcome per topic, in order. A name that occurs twice is refused each time.</summary>
    public Task<Outcome[]> CreateAsync(IReadOnlyList<NewTopic> topics, WriteMode mode) => coordinator.SubmitAsync(journal =>
    {
        var repeated = topics.GroupBy(topic => topic.Name).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        return Each(topics, topic => repeated.Contains(topic.Name)
            ? new Outcome(ErrorCode.InvalidRequest, $"Topic '{topic.Name}' is named twice.")
            : Create(journal, topic, mode));
    });

    public Task<Outcome[]> DeleteAsync(IReadOnlyList<string> names) => coordinator.SubmitAsync(journal => Each(names, name =>
    {
        if (catalogue.Find(name) is not { } topic) return Unknown(name);

        journal.Append(JournalRecordType.TopicDeleted, TopicRecords.Deleted(topic));
        partitions.Delete(name);
        return Outcome.Done;
    }));

    /// <summary>Raises partition counts; each entry names a topic, its new total and perhaps the added partitions' replicas.</summary>
    public Task<Outcome[]> GrowAsync(IReadOnlyList<(string Topic, int Total, IReadOnlyList<int[]>? Assignments)> wishes, WriteMode mode) =>
        coordinator.SubmitAsync(journal => Each(wishes, wish =>
        {
            if (catalogue.Find(wish.Topic) is not { } topic) return Unknown(wish.Topic);

            var outcome = TopicRules.CheckGrowth(topic, wish.Total, wish.Assignments, catalogue);
            if (outcome.Error != ErrorCode.None || mode == WriteMode.ValidateOnly) return outcome;

            journal.Append(JournalRecordType.PartitionsAdded, TopicRecords.PartitionsAdded(topic, wish.Total));
            partitions.Update(catalogue.Find(wish.Topic)!);
            return outcome;
        }));

    /// <summary>Replaces all overrides of each topic.</summary>
    public Task<Outcome[]> ReplaceConfigAsync(IReadOnlyList<(string Topic, IReadOnlyDictionary<string, string> Overrides)> wishes, WriteMode mode) =>
        coordinator.SubmitAsync(journal => Each(wishes, wish =>
        {
            if (ConfigKeys.Complaint(wish.Overrides) is { } complaint) return new Outcome(ErrorCode.InvalidConfig, complaint);

            return catalogue.Find(wish.Topic) is { } topic ? Configure(journal, topic, wish.Overrides, mode) : Unknown(wish.Topic);
        }));

    /// <summary>Merges changes into each topic's overrides.</summary>
    public Task<Outcome[]> ChangeConfigAsync(IReadOnlyList<(string Topic, IReadOnlyList<ConfigChange> Changes)> wishes, WriteMode mode) =>
        coordinator.SubmitAsync(journal => Each(wishes, wish =>
        {
            if (catalogue.Find(wish.Topic) is not { } topic) return Unknown(wish.Topic);

            var outcome = ConfigMerge.TryApply(topic.Overrides, wish.Changes, out var merged);
            return merged is null ? outcome : Configure(journal, topic, merged, mode);
        }));

    /// <summary>Deletes the records before an offset; -1 means all there are.</summary>
    /// <returns>The partition's log start afterwards; -1 with an error.</returns>
    public Task<(ErrorCode Error, long LowWatermark)> DeleteRecordsAsync(TopicPartition target, long offset) => coordinator.SubmitAsync(journal =>
    {
        if (partitions.Find(target.Topic, target.Partition) is not { } partition) return (ErrorCode.UnknownTopicOrPartition, -1L);
        if (partition.Config.Cleanup == CleanupPolicies.Compact) return (ErrorCode.PolicyViolation, -1L);

        var view = partition.Log.View;
        var start = offset == -1 ? view.LogEnd : offset;
        if (start < 0 || start > view.LogEnd) return (ErrorCode.OffsetOutOfRange, -1L);
        if (start <= view.LogStart) return (ErrorCode.None, view.LogStart);

        try
        {
            journal.Append(JournalRecordType.LogStartMoved, TopicRecords.LogStartMoved(partition.TopicId, target.Partition, start));
            partition.Log.MoveLogStart(start);
            return (ErrorCode.None, start);
        }
        catch (IOException)
        {
            return (ErrorCode.StorageError, -1L);
        }
    });

    private Outcome Create(IJournal journal, NewTopic topic, WriteMode mode)
    {
        var outcome = TopicRules.CheckNew(topic, catalogue, options);
        if (outcome.Error != ErrorCode.None || mode == WriteMode.ValidateOnly) return outcome;

        var entry = new TopicEntry(NewId(), topic.Name, TopicRules.PartitionCount(topic, options), topic.Overrides);
        journal.Append(JournalRecordType.TopicCreated, TopicRecords.Created(entry));
        partitions.Create(entry);
        return outcome;
    }

    private Outcome Configure(IJournal journal, TopicEntry topic, IReadOnlyDictionary<string, string> overrides, WriteMode mode)
    {
        if (mode == WriteMode.ValidateOnly) return Outcome.Done;

        journal.Append(JournalRecordType.TopicConfigured, TopicRecords.Configured(topic, overrides));
        partitions.Update(catalogue.Find(topic.Name)!);
        return Outcome.Done;
    }

    private static Outcome[] Each<T>(IReadOnlyList<T> wishes, Func<T, Outcome> fulfil) => [.. wishes.Select(wish => Attempt(wish, fulfil))];

    private static Outcome Attempt<T>(T wish, Func<T, Outcome> fulfil)
    {
        try
        {
            return fulfil(wish);
        }
        catch (IOException failure)
        {
            return new Outcome(ErrorCode.StorageError, failure.Message);
        }
    }

    private static Outcome Unknown(string topic) => new(ErrorCode.UnknownTopicOrPartition, $"Topic '{topic}' does not exist.");

    /// <summary>Random on purpose: a topic created again under its old name must never meet the files of the first one.</summary>
    private static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));
}
