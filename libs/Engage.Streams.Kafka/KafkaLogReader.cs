using Confluent.Kafka;
using Engage.Streams.Ports;
using TopicPartitionOffset = Engage.Streams.Ports.TopicPartitionOffset;

namespace Engage.Streams.Kafka;

/// <summary>Reads one partition by hand, without a group.</summary>
internal sealed class KafkaLogReader(ConsumerConfig config) : ILogReader
{
    private readonly RecordArena arena = new();
    private IConsumer<ArenaSlice, ArenaSlice>? consumer;

    public void Assign(TopicPartitionOffset position)
    {
        consumer ??= new ConsumerBuilder<ArenaSlice, ArenaSlice>(config)
            .SetKeyDeserializer(arena)
            .SetValueDeserializer(arena)
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler(static (_, _) => { }) // The client reconnects; a stall shows as missing progress.
            .Build();
        consumer.Assign(new Confluent.Kafka.TopicPartitionOffset(position.Partition.Topic, position.Partition.Partition, position.Offset));
    }

    public PollResult Poll(TimeSpan timeout, out FetchedRecord record)
    {
        record = default;
        arena.Clear();
        try
        {
            var result = consumer!.Consume(timeout);
            if (result is null) return PollResult.Nothing;
            record.Partition = result.Partition.Value;
            record.Offset = result.Offset.Value;
            if (result.IsPartitionEOF) return PollResult.EndOfPartition;
            Fetched.Fill(ref record, result, arena);
            return PollResult.Record;
        }
        catch (KafkaException error)
        {
            throw Faults.OfReading(error);
        }
    }

    public void Dispose() => consumer?.Dispose();
}
