using Confluent.Kafka;
using Engage.Streams.Ports;
using TopicPartition = Engage.Streams.Ports.TopicPartition;
using TopicPartitionOffset = Engage.Streams.Ports.TopicPartitionOffset;

namespace Engage.Streams.Kafka;

/// <summary>A group consumer on Confluent's client; keys and values are copied into one arena, valid until the next poll.</summary>
internal sealed class KafkaInputConsumer : IInputConsumer
{
    private const string SessionTimedOut = "SESSTMOUT";

    private readonly RecordArena arena = new();
    private readonly string[] topics;
    private readonly ConsumerConfig config;
    private readonly IRebalanceListener listener;
    private readonly bool joinsAnew;
    private IConsumer<ArenaSlice, ArenaSlice> consumer;
    private volatile bool isSessionOver;
    private bool isClosed;

    /// <param name="joinsAnew">See <see cref="KafkaStreamClient.JoinsAnew"/>.</param>
    public KafkaInputConsumer(ConsumerConfig config, ConsumerSettings settings, IRebalanceListener listener, bool joinsAnew)
    {
        topics = [.. settings.Topics];
        this.config = config;
        this.listener = listener;
        this.joinsAnew = joinsAnew;
        consumer = Join();
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
        catch (KafkaException error) when (error.Error.Code == ErrorCode.FencedInstanceId && isSessionOver && joinsAnew && !isClosed)
        {
            JoinAnew();
            return PollResult.Nothing;
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

    public void Rejoin() => Guard(() =>
    {
        consumer.Unsubscribe();
        consumer.Subscribe(topics);
    });

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

    private IConsumer<ArenaSlice, ArenaSlice> Join()
    {
        isSessionOver = false;
        var joining = new ConsumerBuilder<ArenaSlice, ArenaSlice>(config)
            .SetKeyDeserializer(arena)
            .SetValueDeserializer(arena)
            .SetPartitionsAssignedHandler((_, added) =>
            {
                isSessionOver = false;
                listener.Assigned([.. added.Select(ToOurs)]);

                // Nothing is read from here: each task seeks to the start that its state decides. Asking for the beginning raises no reset error in a group without offsets. It must not be
                // the end: librdkafka may repeat the question after the seek and go where the answer says; then to the beginning, which costs time, not past records, which would lose them.
                return added.Select(partition => new Confluent.Kafka.TopicPartitionOffset(partition, Offset.Beginning));
            })
            .SetPartitionsRevokedHandler((_, taken) => listener.Revoked([.. taken.Select(taken => ToOurs(taken.TopicPartition))]))
            .SetPartitionsLostHandler((_, lost) => listener.Lost([.. lost.Select(lost => ToOurs(lost.TopicPartition))]))
            .SetLogHandler((_, line) => isSessionOver |= line.Facility == SessionTimedOut)
            .SetErrorHandler(static (_, _) => { }) // Errors that matter come out of Consume.
            .Build();
        joining.Subscribe(topics);
        return joining;
    }

    /// <summary>
    /// After a session that ran out while no coordinator answered, librdkafka may send a heartbeat with the instance id and no member id, which a coordinator answers as if a twin had
    /// taken over, and then the client is dead. That is no twin: the process joins again. Were there one, it would be fenced in turn, and the next answer like this one, with no session lost
    /// before, ends this process.
    /// </summary>
    private void JoinAnew()
    {
        var dead = consumer;
        if (dead.Assignment is { Count: > 0 } lost) listener.Lost([.. lost.Select(ToOurs)]);
        consumer = Join();
        new Thread(dead.Dispose) { IsBackground = true, Name = "fenced-consumer" }.Start(); // It may wait for a coordinator.
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
