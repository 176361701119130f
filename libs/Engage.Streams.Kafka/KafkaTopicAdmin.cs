using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Engage.Streams.Ports;
using TopicDescription = Engage.Streams.Ports.TopicDescription;
using TopicPartition = Engage.Streams.Ports.TopicPartition;

namespace Engage.Streams.Kafka;

/// <summary>Answers the engine's questions about topics, each within one request timeout.</summary>
internal sealed class KafkaTopicAdmin(AdminClientConfig config, TimeSpan requestTimeout) : ITopicAdmin
{
    /// <summary>The client's own timeout comes first, unless it is forgotten.</summary>
    private static readonly TimeSpan AnswerGrace = TimeSpan.FromSeconds(5);

    /// <summary>Kafka's own default.</summary>
    private const int BatchBytesMaxOtherwise = 1_048_588;

    private readonly IAdminClient admin = new AdminClientBuilder(config).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();

    public TopicDescription Describe(string topic)
    {
        var described = Ask(() => admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = requestTimeout })).TopicDescriptions[0];
        if (described.Error.IsError) throw Faults.OfReading(new KafkaException(described.Error));

        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
        var settings = Ask(() => admin.DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = requestTimeout }))[0].Entries;
        return new TopicDescription(
            topic,
            described.TopicId.ToString(),
            described.Partitions.Count,
            settings.TryGetValue("cleanup.policy", out var policy) ? policy.Value : "delete",
            Milliseconds(settings, "delete.retention.ms", TimeSpan.FromDays(1)),
            Milliseconds(settings, "min.compaction.lag.ms", TimeSpan.Zero))
        {
            BatchBytesMax = settings.TryGetValue("max.message.bytes", out var max) && int.TryParse(max.Value, CultureInfo.InvariantCulture, out var bytes) ? bytes : BatchBytesMaxOtherwise,
        };
    }

    public long ReadHighWatermark(TopicPartition partition) => ReadOffset(partition, OffsetSpec.Latest(), IsolationLevel.ReadUncommitted);

    public long ReadStableEnd(TopicPartition partition) => ReadOffset(partition, OffsetSpec.Latest(), IsolationLevel.ReadCommitted);

    public long ReadLogStart(TopicPartition partition) => ReadOffset(partition, OffsetSpec.Earliest(), IsolationLevel.ReadUncommitted);

    public async Task<int> CountUnassigned(string group, IReadOnlyList<TopicPartition> partitions)
    {
        try
        {
            var answer = await admin.DescribeConsumerGroupsAsync([group], new DescribeConsumerGroupsOptions { RequestTimeout = requestTimeout }).ConfigureAwait(false);
            var described = answer.ConsumerGroupDescriptions[0];
            if (described.State != ConsumerGroupState.Stable) return 0;
            var assigned = described.Members.SelectMany(member => member.Assignment.TopicPartitions).Select(given => new TopicPartition(given.Topic, given.Partition.Value)).ToHashSet();
            return partitions.Count(partition => !assigned.Contains(partition));
        }
        catch (KafkaException error)
        {
            throw Faults.OfReading(error);
        }
    }

    public void Dispose() => admin.Dispose();

    private static TimeSpan Milliseconds(Dictionary<string, ConfigEntryResult> settings, string name, TimeSpan otherwise) =>
        settings.TryGetValue(name, out var entry) && long.TryParse(entry.Value, CultureInfo.InvariantCulture, out var value) ? TimeSpan.FromMilliseconds(value) : otherwise;

    /// <summary>The answer, waited for on a thread of ours that has nothing else to do meanwhile.</summary>
    /// <remarks>Bounded, although each request carries its own timeout: workers that started while their broker went away have waited for minutes without a word.</remarks>
    internal static T Within<T>(TimeSpan limit, Task<T> answer)
    {
        try
        {
            return answer.WaitAsync(limit).GetAwaiter().GetResult();
        }
        catch (TimeoutException silent)
        {
            throw new ClientException(ClientFault.Retriable, "NoAnswer", $"The cluster did not answer within {limit.TotalSeconds} s.", silent);
        }
    }

    private T Ask<T>(Func<Task<T>> question)
    {
        try
        {
            return Within(requestTimeout + AnswerGrace, question());
        }
        catch (DescribeTopicsException refused)
        {
            throw Faults.OfReading(new KafkaException(refused.Results.TopicDescriptions[0].Error));
        }
        catch (ListOffsetsException refused)
        {
            throw Faults.OfReading(new KafkaException(refused.Result.ResultInfos[0].TopicPartitionOffsetError.Error));
        }
        catch (KafkaException error)
        {
            throw Faults.OfReading(error);
        }
    }

    /// <remarks>
    /// After a restart of the leader its epoch is another one. librdkafka's administrator goes on asking with the one that it remembers, and is refused, until it reads the metadata for another reason,
    /// after minutes: a restore would wait as long. So the metadata is read here.
    /// </remarks>
    private ListOffsetsResult AskLeader(string topic, Func<Task<ListOffsetsResult>> question)
    {
        try
        {
            return Ask(question);
        }
        catch (ClientException outdated) when (outdated.Code is nameof(ErrorCode.FencedLeaderEpoch) or nameof(ErrorCode.UnknownLeaderEpoch) or nameof(ErrorCode.NotLeaderForPartition))
        {
            ReadMetadata(topic);
            return Ask(question);
        }
    }

    private void ReadMetadata(string topic)
    {
        try
        {
            admin.GetMetadata(topic, requestTimeout);
        }
        catch (KafkaException error)
        {
            throw Faults.OfReading(error);
        }
    }

    private long ReadOffset(TopicPartition partition, OffsetSpec spec, IsolationLevel isolation)
    {
        TopicPartitionOffsetSpec[] asked = [new() { TopicPartition = new Confluent.Kafka.TopicPartition(partition.Topic, partition.Partition), OffsetSpec = spec }];
        var found = AskLeader(partition.Topic, () => admin.ListOffsetsAsync(asked, new ListOffsetsOptions { RequestTimeout = requestTimeout, IsolationLevel = isolation })).ResultInfos[0].TopicPartitionOffsetError;
        if (found.Error.IsError) throw Faults.OfReading(new KafkaException(found.Error));
        // A broker that dies meanwhile: librdkafka reports success, and an offset that it does not know. As a number it would pass for "before everything", and an empty state for a restored one.
        return found.Offset.Value >= 0 ? found.Offset.Value : throw new ClientException(ClientFault.Retriable, "OffsetUnknown", $"The cluster did not tell an offset of {partition}.");
    }
}
