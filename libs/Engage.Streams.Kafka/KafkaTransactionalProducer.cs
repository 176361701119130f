using System.Text;
using Confluent.Kafka;
using Engage.Streams.Ports;
using TopicPartitionOffset = Engage.Streams.Ports.TopicPartitionOffset;

namespace Engage.Streams.Kafka;

/// <summary>A transactional producer on Confluent's client, polled by the worker's own thread.</summary>
internal sealed class KafkaTransactionalProducer : ITransactionalProducer
{
    private const long MicrosPerMilli = 1_000;

    private static readonly Headers NoHeaders = [];

    private readonly IProducer<byte[]?, byte[]?> producer;
    private readonly Message<byte[]?, byte[]?> message = new(); // Reused: the client copies what it holds before Produce returns.
    private readonly Dictionary<(string Topic, int Partition), Confluent.Kafka.TopicPartition> partitions = [];
    private long transportErrors;

    public KafkaTransactionalProducer(ProducerConfig config)
    {
        producer = new ProducerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, line) =>
            {
                if (Faults.IsTransport(line)) Interlocked.Increment(ref transportErrors);
            })
            .SetErrorHandler(static (_, _) => { }) // Says less, and later, than the log.
            .Build();
    }

    /// <remarks>Counted on the client's own threads the moment a connection breaks or a request times out, before anything is sent again.</remarks>
    public long TransportErrors => Interlocked.Read(ref transportErrors);

    public void InitTransactions(TimeSpan timeout) => Guard(() => producer.InitTransactions(timeout));

    public void Begin() => Guard(producer.BeginTransaction);

    public void Produce(in OutgoingRecord record) => Produce(record, (Action<DeliveryReport<byte[]?, byte[]?>>?)null);

    public void Produce(in OutgoingRecord record, DeliveryReport report) =>
        Produce(record, delivered => report.Offset = !delivered.Error.IsError && delivered.Offset.Value >= 0 ? delivered.Offset.Value : TopicPartitionOffset.None);

    public void SendOffsets(IReadOnlyList<TopicPartitionOffset> offsets, GroupMetadata group, TimeSpan timeout)
    {
        var theirs = offsets.Select(offset => new Confluent.Kafka.TopicPartitionOffset(offset.Partition.Topic, offset.Partition.Partition, offset.Offset)).ToArray();
        Guard(() => producer.SendOffsetsToTransaction(theirs, ((KafkaGroupMetadata)group).Native, timeout));
    }

    public void Commit(TimeSpan timeout) => Guard(() => producer.CommitTransaction(timeout));

    public void Abort(TimeSpan timeout) => Guard(() => producer.AbortTransaction(timeout));

    public void Serve(TimeSpan timeout) => producer.Poll(timeout);

    /// <remarks>The thread ends with the client; at process exit it is simply cut off, as a crash would.</remarks>
    public void Abandon() => new Thread(producer.Dispose) { IsBackground = true, Name = "abandoned-producer" }.Start();

    public void Dispose() => producer.Dispose();

    private static void Guard(Action call)
    {
        try
        {
            call();
        }
        catch (KafkaException error)
        {
            throw Faults.OfTransaction(error);
        }
    }

    private static Headers Decode(HeaderView view)
    {
        if (view.IsEmpty) return NoHeaders;
        var headers = new Headers();
        foreach (var header in view) headers.Add(Encoding.UTF8.GetString(header.Name), header.HasValue ? header.Value.ToArray() : null);
        return headers;
    }

    private void Produce(in OutgoingRecord record, Action<DeliveryReport<byte[]?, byte[]?>>? handler)
    {
        message.Key = record.Key.ToArray();
        message.Value = record.IsTombstone ? null : record.Value.ToArray();
        message.Headers = Decode(record.Headers);
        message.Timestamp = new Timestamp(record.TimestampMicros / MicrosPerMilli, TimestampType.CreateTime);
        try
        {
            producer.Produce(Partition(record.Topic, record.Partition), message, handler);
        }
        catch (ProduceException<byte[]?, byte[]?> error)
        {
            throw Faults.OfTransaction(error);
        }
    }

    private Confluent.Kafka.TopicPartition Partition(string topic, int partition)
    {
        if (!partitions.TryGetValue((topic, partition), out var known)) partitions[(topic, partition)] = known = new Confluent.Kafka.TopicPartition(topic, partition);
        return known;
    }
}
