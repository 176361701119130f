using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Engage.Streams.Kafka.Tools;

/// <summary>Creates and inspects topics and groups. Thread-safe.</summary>
public sealed class ClusterAdmin : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    private readonly IAdminClient client;
    private readonly string bootstrapServers;

    public ClusterAdmin(ClusterConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        bootstrapServers = connection.BootstrapServers;
        client = new AdminClientBuilder(connection.Apply(new AdminClientConfig { SocketConnectionSetupTimeoutMs = 5_000 }))
            .SetLogHandler(static (_, _) => { }) // Connection trouble comes back as the call's own error.
            .Build();
    }

    /// <summary>Creates what does not exist yet; leaves alone what does.</summary>
    /// <param name="replicationFactor">−1: the cluster's default.</param>
    /// <returns>The names that were created.</returns>
    public async Task<IReadOnlyList<string>> CreateTopicsAsync(IReadOnlyCollection<TopicSettings> topics, short replicationFactor = -1)
    {
        ArgumentNullException.ThrowIfNull(topics);
        var specifications = topics.Select(topic => new TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = topic.Partitions,
            ReplicationFactor = replicationFactor,
            Configs = topic.Configs.ToDictionary(),
        });
        try
        {
            await client.CreateTopicsAsync(specifications, new CreateTopicsOptions { RequestTimeout = RequestTimeout, OperationTimeout = RequestTimeout });
            return [.. topics.Select(topic => topic.Name)];
        }
        catch (CreateTopicsException refused)
        {
            var other = refused.Results.FirstOrDefault(result => result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists);
            if (other is not null) throw new ClusterException($"Topic {other.Topic} was not created: {other.Error.Reason}.", refused);
            return [.. refused.Results.Where(result => !result.Error.IsError).Select(result => result.Topic)];
        }
        catch (KafkaException failed)
        {
            throw Unreachable(failed);
        }
    }

    /// <summary>Partition counts by topic name (with prefix); topics that do not exist are absent.</summary>
    public IReadOnlyDictionary<string, int> PartitionCounts()
    {
        try
        {
            return client.GetMetadata(RequestTimeout).Topics
                .Where(topic => topic.Error.Code == ErrorCode.NoError)
                .ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
        }
        catch (KafkaException failed)
        {
            throw Unreachable(failed);
        }
    }

    /// <summary>The settings of existing topics, by topic name and setting name.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> TopicConfigsAsync(IEnumerable<string> names)
    {
        var resources = names.Select(name => new ConfigResource { Type = ResourceType.Topic, Name = name }).ToArray();
        if (resources.Length == 0) return new Dictionary<string, IReadOnlyDictionary<string, string>>();
        try
        {
            var described = await client.DescribeConfigsAsync(resources, new DescribeConfigsOptions { RequestTimeout = RequestTimeout });
            return described.ToDictionary(
                topic => topic.ConfigResource.Name,
                topic => (IReadOnlyDictionary<string, string>)topic.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Value));
        }
        catch (KafkaException failed)
        {
            throw Unreachable(failed);
        }
    }

    /// <summary>Where a group stands: its committed offsets by topic and partition; partitions without one are absent.</summary>
    public async Task<IReadOnlyDictionary<(string Topic, int Partition), long>> CommittedOffsetsAsync(string group)
    {
        try
        {
            var results = await client.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, null)],
                new ListConsumerGroupOffsetsOptions { RequestTimeout = RequestTimeout, RequireStableOffsets = false });
            return results.SelectMany(result => result.Partitions)
                .Where(partition => !partition.Error.IsError && partition.Offset.Value >= 0)
                .ToDictionary(partition => (partition.Topic, partition.Partition.Value), partition => partition.Offset.Value);
        }
        catch (ListConsumerGroupOffsetsException missing) when (missing.Results.All(result => result.Error.Code is ErrorCode.GroupIdNotFound or ErrorCode.NoError))
        {
            return new Dictionary<(string, int), long>();
        }
        catch (KafkaException failed)
        {
            throw Unreachable(failed);
        }
    }

    /// <summary>The end of each partition, as seen by a reader of committed records (or of all of them).</summary>
    public Task<IReadOnlyDictionary<(string Topic, int Partition), long>> EndOffsetsAsync(IReadOnlyDictionary<string, int> partitionCounts, bool committedOnly) =>
        OffsetsAsync(partitionCounts, OffsetSpec.Latest(), committedOnly);

    /// <summary>The first offset of each partition that is still retained.</summary>
    public Task<IReadOnlyDictionary<(string Topic, int Partition), long>> StartOffsetsAsync(IReadOnlyDictionary<string, int> partitionCounts) =>
        OffsetsAsync(partitionCounts, OffsetSpec.Earliest(), committedOnly: true);

    private async Task<IReadOnlyDictionary<(string Topic, int Partition), long>> OffsetsAsync(IReadOnlyDictionary<string, int> partitionCounts, OffsetSpec spec, bool committedOnly)
    {
        ArgumentNullException.ThrowIfNull(partitionCounts);
        var wanted = partitionCounts
            .SelectMany(topic => Enumerable.Range(0, topic.Value).Select(partition => new TopicPartitionOffsetSpec
            {
                TopicPartition = new TopicPartition(topic.Key, partition),
                OffsetSpec = spec,
            }))
            .ToArray();
        if (wanted.Length == 0) return new Dictionary<(string, int), long>();
        try
        {
            var listed = await client.ListOffsetsAsync(wanted, new ListOffsetsOptions
            {
                RequestTimeout = RequestTimeout,
                IsolationLevel = committedOnly ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted,
            });
            return listed.ResultInfos.ToDictionary(
                info => (info.TopicPartitionOffsetError.Topic, info.TopicPartitionOffsetError.Partition.Value),
                info => info.TopicPartitionOffsetError.Offset.Value);
        }
        catch (KafkaException failed)
        {
            throw Unreachable(failed);
        }
    }

    public void Dispose() => client.Dispose();

    private ClusterException Unreachable(KafkaException failed) =>
        new($"The cluster at {bootstrapServers} did not answer as it should: {failed.Error.Reason}. Is the address right (--bootstrap), and is it running?", failed);
}
