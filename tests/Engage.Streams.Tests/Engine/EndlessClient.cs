using Engage.Streams.Ports;

namespace Engage.Streams.Tests.Engine;

/// <summary>Clients that cost nothing: one partition of input that never ends, and a producer that takes everything.</summary>
internal sealed class EndlessClient : IStreamClient, ITopicAdmin, ILogReader
{
    public IInputConsumer CreateConsumer(ConsumerSettings settings, IRebalanceListener listener) => new Consumer(listener, settings);

    public ITransactionalProducer CreateProducer(ProducerSettings settings) => new Producer();

    public ILogReader CreateReader() => this;

    public ITopicAdmin CreateAdmin() => this;

    public TopicDescription Describe(string topic) => new(topic, "id", 1, "compact", TimeSpan.FromDays(1), TimeSpan.FromHours(1));

    public long ReadHighWatermark(TopicPartition partition) => 0;

    public long ReadStableEnd(TopicPartition partition) => 0;

    public long ReadLogStart(TopicPartition partition) => 0;

    public Task<int> CountUnassigned(string group, IReadOnlyList<TopicPartition> partitions) => Task.FromResult(0);

    public void Assign(TopicPartitionOffset position)
    {
        // There is nothing to read.
    }

    public PollResult Poll(TimeSpan timeout, out FetchedRecord record)
    {
        record = default;
        return PollResult.Nothing;
    }

    public void Dispose()
    {
        // Holds nothing.
    }

    private sealed class Membership() : GroupMetadata(1, "member");

    private sealed class Consumer(IRebalanceListener listener, ConsumerSettings settings) : IInputConsumer
    {
        private const int KeyCount = 64;

        private static readonly byte[] Value = new byte[150];
        private static readonly byte[][] Keys = [.. Enumerable.Range(0, KeyCount).Select(number => new byte[] { 1, 2, 3, 4, 5, 6, 7, (byte)number })];

        private readonly Membership membership = new();
        private bool isAssigned;
        private bool isRunning;
        private long offset;

        public PollResult Poll(TimeSpan timeout, out FetchedRecord record)
        {
            record = default;
            if (!isAssigned)
            {
                isAssigned = true;
                listener.Assigned([new TopicPartition(settings.Topics[0], 0)]);
            }

            if (!isRunning) return PollResult.Nothing;
            record.Offset = offset;
            record.Key = Keys[offset++ % KeyCount];
            record.HasKey = record.HasValue = true;
            record.Value = Value;
            return PollResult.Record;
        }

        public GroupMetadata TakeGroupMetadata() => membership;

        public void ReadCommitted(IReadOnlyList<TopicPartition> partitions, Span<long> offsets, TimeSpan timeout) => offsets.Fill(TopicPartitionOffset.None);

        public void Pause(IReadOnlyList<TopicPartition> partitions) => isRunning = false;

        public void Resume(IReadOnlyList<TopicPartition> partitions) => isRunning = true;

        public void Seek(TopicPartitionOffset position) => offset = position.Offset;

        public void Rejoin() => isAssigned = false;

        public long? TryGetKnownEnd(TopicPartition partition) => null;

        public void Close() => isRunning = false;

        public void Dispose() => isRunning = false;
    }

    private sealed class Producer : ITransactionalProducer
    {
        private long offset;

        public long TransportErrors => 0;

        public void InitTransactions(TimeSpan timeout) => offset = 0;

        public void Begin() => offset++;

        public void Produce(in OutgoingRecord record) => offset++;

        public void Produce(in OutgoingRecord record, DeliveryReport report) => report.Offset = offset++;

        public void SendOffsets(IReadOnlyList<TopicPartitionOffset> offsets, GroupMetadata group, TimeSpan timeout) => offset++;

        public void Commit(TimeSpan timeout) => offset++;

        public void Abort(TimeSpan timeout) => offset++;

        public void Serve(TimeSpan timeout)
        {
            // Nothing is under way.
        }

        public void Abandon() => offset = -1;

        public void Dispose() => offset = -1;
    }
}
