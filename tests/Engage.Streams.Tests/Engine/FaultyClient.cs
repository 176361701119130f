using Engage.Streams.Ports;

namespace Engage.Streams.Tests.Engine;

/// <summary>The in-memory clients, failing by script.</summary>
internal sealed class FaultyClient(IStreamClient inner, FaultScript script) : IStreamClient
{
    public IInputConsumer CreateConsumer(ConsumerSettings settings, IRebalanceListener listener) => new Consumer(inner.CreateConsumer(settings, listener), settings, script);

    public ITransactionalProducer CreateProducer(ProducerSettings settings) => new Producer(inner.CreateProducer(settings), script);

    public ILogReader CreateReader() => script.PassesOverUnreadableHeaders ? new CarelessReader(inner.CreateReader()) : inner.CreateReader();

    public ITopicAdmin CreateAdmin() => new Admin(inner.CreateAdmin(), script);

    private sealed class Producer(ITransactionalProducer inner, FaultScript script) : ITransactionalProducer
    {
        public long TransportErrors => inner.TransportErrors;

        public void InitTransactions(TimeSpan timeout)
        {
            script.Meet("init");
            inner.InitTransactions(timeout);
        }

        public void Begin()
        {
            script.Meet("begin");
            inner.Begin();
        }

        public void Produce(in OutgoingRecord record)
        {
            script.Meet("produce");
            inner.Produce(record);
        }

        public void Produce(in OutgoingRecord record, DeliveryReport report)
        {
            inner.Produce(record, report);
            if (script.Takes("report") is not null) report.Reset(); // A retry that the broker recognised: delivered, but where is not told.
        }

        public void SendOffsets(IReadOnlyList<TopicPartitionOffset> offsets, GroupMetadata group, TimeSpan timeout)
        {
            script.Meet("send-offsets");
            inner.SendOffsets(offsets, group, timeout);
            script.Meet("send-offsets-answer");
        }

        public void Commit(TimeSpan timeout)
        {
            script.Meet("commit");
            inner.Commit(timeout);
            script.Meet("commit-answer"); // The broker has acted, whatever the client hears.
        }

        public void Abort(TimeSpan timeout)
        {
            script.Meet("abort");
            inner.Abort(timeout);
        }

        public void Serve(TimeSpan timeout) => inner.Serve(timeout);

        public void Abandon() => inner.Abandon();

        public void Dispose() => inner.Dispose();
    }

    private sealed class Consumer(IInputConsumer inner, ConsumerSettings settings, FaultScript script) : IInputConsumer
    {
        public PollResult Poll(TimeSpan timeout, out FetchedRecord record)
        {
            script.Meet("poll", new TopicPartition(settings.Topics[0], 0));
            if (script.Takes("jump-back") is not null) inner.Seek(new TopicPartitionOffset(new TopicPartition(settings.Topics[0], 0), 0));
            return inner.Poll(timeout, out record);
        }

        public GroupMetadata TakeGroupMetadata() => inner.TakeGroupMetadata();

        public void ReadCommitted(IReadOnlyList<TopicPartition> partitions, Span<long> offsets, TimeSpan timeout)
        {
            script.Meet("committed");
            inner.ReadCommitted(partitions, offsets, timeout);
        }

        public void Pause(IReadOnlyList<TopicPartition> partitions) => inner.Pause(partitions);

        public void Resume(IReadOnlyList<TopicPartition> partitions) => inner.Resume(partitions);

        public void Seek(TopicPartitionOffset position)
        {
            script.Meet("seek");
            script.Note("seek");
            inner.Seek(position);
        }

        public void Rejoin()
        {
            script.Note("rejoin");
            inner.Rejoin();
        }

        public long? TryGetKnownEnd(TopicPartition partition) => inner.TryGetKnownEnd(partition);

        public void Close() => inner.Close();

        public void Dispose() => inner.Dispose();
    }

    private sealed class Admin(ITopicAdmin inner, FaultScript script) : ITopicAdmin
    {
        public TopicDescription Describe(string topic) => inner.Describe(topic);

        public long ReadHighWatermark(TopicPartition partition)
        {
            script.Meet("high-watermark");
            return inner.ReadHighWatermark(partition);
        }

        public long ReadStableEnd(TopicPartition partition)
        {
            script.Meet("stable-end");
            return inner.ReadStableEnd(partition);
        }

        public long ReadLogStart(TopicPartition partition) => inner.ReadLogStart(partition);

        public Task<int> CountUnassigned(string group, IReadOnlyList<TopicPartition> partitions) =>
            script.Takes("orphan") is null ? inner.CountUnassigned(group, partitions) : Task.FromResult(1);

        public void Dispose() => inner.Dispose();
    }
}
