using Confluent.Kafka;

namespace Engage.Streams.Kafka.Tools;

/// <summary>Writes records in transactions under a transactional id: whoever starts a second writer with it fences the first. One thread.</summary>
public sealed class TransactionalWriter : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IProducer<byte[], byte[]> producer;
    private readonly string transactionalId;

    /// <summary>Takes the id over and ends what its last holder left open.</summary>
    /// <exception cref="ClusterException">The cluster did not answer.</exception>
    public TransactionalWriter(ClusterConnection connection, string transactionalId)
    {
        ArgumentNullException.ThrowIfNull(connection);
        this.transactionalId = transactionalId;
        producer = new ProducerBuilder<byte[], byte[]>(connection.Apply(new ProducerConfig
        {
            TransactionalId = transactionalId,
            Partitioner = Confluent.Kafka.Partitioner.Murmur2Random,
            LingerMs = 0,
        })).SetLogHandler(static (_, _) => { }).Build();
        Guarded("take its transactional id over", () => producer.InitTransactions(Patience));
    }

    public void Begin() => Guarded("begin", producer.BeginTransaction);

    /// <summary>Writes one record and waits for the offset it got; readers of committed records see it after <see cref="Commit"/>.</summary>
    /// <param name="partition">Null: by the key.</param>
    public long Write(string topic, int? partition, byte[] key, byte[] value)
    {
        long offset = -1;
        Guarded("write", () =>
        {
            var message = new Message<byte[], byte[]> { Key = key, Value = value };
            var target = new TopicPartition(topic, partition is { } number ? new Partition(number) : Partition.Any);
            offset = producer.ProduceAsync(target, message).WaitAsync(Patience).GetAwaiter().GetResult().Offset.Value;
        });
        return offset;
    }

    /// <summary>Makes everything since <see cref="Begin"/> visible at once.</summary>
    public void Commit() => Guarded("commit", () => producer.CommitTransaction(Patience));

    /// <summary>Forgets everything since <see cref="Begin"/>.</summary>
    public void Abort() => Guarded("abort", () => producer.AbortTransaction(Patience));

    public void Dispose() => producer.Dispose();

    private void Guarded(string verb, Action step)
    {
        try
        {
            step();
        }
        catch (KafkaException failed) when (failed.Error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch)
        {
            throw new ClusterException($"Another process writes as {transactionalId}; it goes first. Run this again when it is done: nothing of yours was published.", failed);
        }
        catch (KafkaException failed)
        {
            throw new ClusterException($"The writer {transactionalId} could not {verb}: {failed.Error.Reason}.", failed);
        }
        catch (TimeoutException late)
        {
            throw new ClusterException($"The writer {transactionalId} could not {verb}: the cluster did not acknowledge it within {Patience.TotalSeconds:F0} s.", late);
        }
    }
}
