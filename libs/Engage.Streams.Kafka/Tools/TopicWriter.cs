using Confluent.Kafka;

namespace Engage.Streams.Kafka.Tools;

/// <summary>Writes records without a transaction, idempotently and in order; the keys' partitions are Java's (murmur2). One thread.</summary>
public sealed class TopicWriter : IDisposable
{
    private const int MaxQueuedRecords = 200_000;

    private readonly IProducer<byte[], byte[]> producer;
    private readonly Action<DeliveryReport<byte[], byte[]>> onDelivered;
    private long acknowledged;
    private Error? firstError;

    public TopicWriter(ClusterConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        producer = new ProducerBuilder<byte[], byte[]>(connection.Apply(new ProducerConfig
        {
            EnableIdempotence = true,
            Partitioner = Confluent.Kafka.Partitioner.Murmur2Random,
            LingerMs = 5,
            BatchSize = 1 << 20,
            BatchNumMessages = 10_000,
            CompressionType = CompressionType.Lz4,
            QueueBufferingMaxMessages = MaxQueuedRecords,
            EnableBackgroundPoll = true,
        }))
            .SetLogHandler(static (_, _) => { })
            .Build();
        onDelivered = Delivered;
    }

    /// <summary>Records that the cluster has acknowledged so far.</summary>
    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <summary>Queues a record; waits while the queue is full.</summary>
    /// <param name="partition">Null: by the key.</param>
    /// <exception cref="ClusterException">An earlier record was refused, or this one is.</exception>
    public void Write(string topic, byte[] key, byte[] value, IReadOnlyList<KeyValuePair<string, byte[]>>? headers = null, int? partition = null)
    {
        ThrowIfRefused();
        var message = new Message<byte[], byte[]> { Key = key, Value = value };
        if (headers is not null)
        {
            message.Headers = [];
            foreach (var (name, bytes) in headers) message.Headers.Add(name, bytes);
        }

        var target = new TopicPartition(topic, partition is { } number ? new Partition(number) : Partition.Any);
        while (true)
        {
            try
            {
                producer.Produce(target, message, onDelivered);
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Flush(TimeSpan.FromMilliseconds(100)); // Waits for room, no longer than needed to notice a refusal.
                ThrowIfRefused();
            }
            catch (ProduceException<byte[], byte[]> refused)
            {
                throw new ClusterException($"A record for {topic} was refused: {refused.Error.Reason}.", refused);
            }
        }
    }

    /// <summary>Waits until everything written is acknowledged.</summary>
    /// <exception cref="ClusterException">Something was refused, or the cluster went silent for a minute.</exception>
    public void Flush()
    {
        if (producer.Flush(TimeSpan.FromMinutes(1)) > 0) throw new ClusterException("The cluster has acknowledged nothing for a minute; what was written since may be lost. Run the command again: repeats are recognised.");
        ThrowIfRefused();
    }

    public void Dispose() => producer.Dispose();

    private void Delivered(DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError) Interlocked.CompareExchange(ref firstError, report.Error, null);
        else Interlocked.Increment(ref acknowledged);
    }

    private void ThrowIfRefused()
    {
        if (Volatile.Read(ref firstError) is { } error) throw new ClusterException($"The cluster refused a record: {error.Reason}.");
    }
}
