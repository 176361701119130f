using Confluent.Kafka;
using Engage.Streams.Ports;
using TopicPartition = Engage.Streams.Ports.TopicPartition;
using TopicPartitionOffset = Engage.Streams.Ports.TopicPartitionOffset;

namespace Engage.Streams.Kafka;

/// <summary>A group consumer on Confluent's client; keys and values are copied into one arena, valid until the next poll.</summary>
internal sealed class KafkaInputConsumer : IInputConsumer
{
    private readonly RecordArena arena = new();
    private readonly string[] topics;
    private readonly IConsumer<ArenaSlice, ArenaSlice> consumer;
    private bool isClosed;

    public KafkaInputConsumer(ConsumerConfig config, ConsumerSettings settings, IRebalanceListener listener)
    {
        topics = [.. settings.Topics];
        consumer = new ConsumerBuilder<ArenaSlice, ArenaSlice>(config)
            .SetKeyDeserializer(arena)
            .SetValueDeserializer(arena)
            .SetPartitionsAssignedHandler((_, added) =>
            {
                listener.Assigned([.. added.Select(ToOurs)]);

                // Nothing is read from here: each task seeks to the start that its state decides. The end is asked for so that a group without offsets raises no reset error.
                return added.Select(partition => new Confluent.Kafka.TopicPartitionOffset(partition, Offset.End));
            })
            .SetPartitionsRevokedHandler((_, taken) => listener.Revoked([.. taken.Select(taken => ToOurs(taken.TopicPartition))]))
            .SetPartitionsLostHandler((_, lost) => listener.Lost([.. lost.Select(lost => ToOurs(lost.TopicPartition))]))
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler(static (_, _) => { }) // Errors that matter come out of Consume.
            .Build();
        consumer.Subscribe(topics);
    }

    public PollResult Poll(TimeSpan timeout, out FetchedRecord record)
    {
        record = default;
        arena.Clear();
        ConsumeResult<ArenaSlice, ArenaSlice>? result;
        try
        {
            result = consumer.Consume(timeout);
        }
        catch (ConsumeException error)
        {
            var place = error.ConsumerRecord?.TopicPartition;
            throw Faults.OfReading(error, place is null || place.Partition < 0 ? null : new TopicPartition(place.Topic ?? topics[0], place.Partition));
        }
        catch (KafkaException error)
        {
            throw Faults.OfReading(error);
        }

        if (result is null) return PollResult.Nothing;
        record.TopicIndex = topics.Length == 1 ? 0 : Array.IndexOf(topics, result.Topic);
        record.Partition = result.Partition.Value;
        record.Offset = result.Offset.Value;
        if (result.IsPartitionEOF) return PollResult.EndOfPartition;

        Fetched.Fill(ref record, result, arena);
        return PollResult.Record;
    }

    public GroupMetadata TakeGroupMetadata() => KafkaGroupMetadata.From(consumer.ConsumerGroupMetadata);

    public void ReadCommitted(IReadOnlyList<TopicPartition> partitions, Span<long> offsets, TimeSpan timeout)
    {
        List<Confluent.Kafka.TopicPartitionOffset> committed;
        try
        {
            committed = consumer.Committed(partitions.Select(ToTheirs), timeout);
        }
        catch (KafkaException error)
        {
            throw Faults.OfReading(error);
        }

        for (var i = 0; i < offsets.Length; i++)
        {
            var wanted = ToTheirs(partitions[i]);
            var found = committed.Find(offset => offset.TopicPartition.Equals(wanted))
                ?? throw new ClientException(ClientFault.Retriable, "Missing", $"The coordinator did not answer for {partitions[i]}.");
            offsets[i] = found.Offset == Offset.Unset ? TopicPartitionOffset.None : found.Offset.Value;
        }
    }

    public void Pause(IReadOnlyList<TopicPartition> partitions) => Guard(() => consumer.Pause(partitions.Select(ToTheirs)));

    public void Resume(IReadOnlyList<TopicPartition> partitions) => Guard(() => consumer.Resume(partitions.Select(ToTheirs)));

    public void Seek(TopicPartitionOffset position) => Guard(() => consumer.Seek(new Confluent.Kafka.TopicPartitionOffset(ToTheirs(position.Partition), position.Offset)));

    public long? TryGetKnownEnd(TopicPartition partition)
    {
        var end = consumer.GetWatermarkOffsets(ToTheirs(partition)).High;
        return end == Offset.Unset ? null : end.Value;
    }

    public void Close()
    {
        if (isClosed) return;
        isClosed = true;
        Guard(consumer.Close);
    }

    public void Dispose()
    {
        isClosed = true;
        consumer.Dispose();
    }

    private static void Guard(Action call)
    {
        try
        {
            call();
        }
        catch (KafkaException error)
        {
            throw Faults.OfReading(error);
        }
    }

    private static TopicPartition ToOurs(Confluent.Kafka.TopicPartition partition) => new(partition.Topic, partition.Partition.Value);

    private static Confluent.Kafka.TopicPartition ToTheirs(TopicPartition partition) => new(partition.Topic, partition.Partition);
}
