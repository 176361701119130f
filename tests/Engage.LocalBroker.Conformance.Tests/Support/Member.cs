using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Engage.LocalBroker.Conformance.Tests.Support;

/// <summary>A consumer that polls on a thread of its own until it is stopped; the test watches what it owns and what it read.</summary>
internal sealed class Member : IDisposable
{
    private readonly IConsumer<string, string> consumer;
    private readonly Thread thread;
    private readonly ConcurrentQueue<string> values = new();
    private readonly Action<Member>? onRead;
    private volatile string[] owned = [];
    private volatile bool isStopping;
    private volatile bool leaves = true;
    private volatile Error? fatal;
    private int rebalances;

    public Member(Cluster cluster, string group, string topic, Action<ConsumerConfig>? adjust = null, Action<Member>? onRead = null)
    {
        this.onRead = onRead;
        consumer = cluster.ConsumerBuilder(group, adjust)
            .SetPartitionsAssignedHandler((_, _) => Interlocked.Increment(ref rebalances))
            .Build();
        consumer.Subscribe(topic);
        thread = new Thread(Poll) { IsBackground = true, Name = $"member of {group}" };
        thread.Start();
    }

    /// <summary>Partitions owned after the last poll, as "topic-partition".</summary>
    public IReadOnlyList<string> Owned => owned;

    public IReadOnlyCollection<string> Values => values;

    /// <summary>How often partitions were handed to it.</summary>
    public int Rebalances => Volatile.Read(ref rebalances);

    public Error? Fatal => fatal;

    public IConsumer<string, string> Consumer => consumer;

    /// <summary>Stops polling; with <paramref name="leave"/> false it does not say good-bye, as a killed process.</summary>
    public void Stop(bool leave = true)
    {
        leaves = leave;
        isStopping = true;
        Assert.True(thread.Join(Cluster.Patience), "The member did not stop.");
    }

    public void Dispose()
    {
        if (!isStopping) Stop();
        consumer.Dispose();
    }

    private void Poll()
    {
        while (!isStopping && fatal is null) PollOnce();
        owned = [];
        if (leaves && fatal is null) consumer.Close();
    }

    private void PollOnce()
    {
        try
        {
            var result = consumer.Consume(TimeSpan.FromMilliseconds(20));
            owned = [.. consumer.Assignment.Select(static partition => $"{partition.Topic}-{partition.Partition.Value}")];
            if (result is null || result.IsPartitionEOF) return;

            values.Enqueue(result.Message.Value);
            consumer.StoreOffset(result);
            onRead?.Invoke(this);
        }
        catch (KafkaException failure) when (failure.Error.IsFatal)
        {
            fatal = failure.Error;
        }
        catch (ConsumeException)
        {
            // The broker is away or the group is moving: poll on.
        }
        catch (KafkaException failure) when (failure.Error.Code == ErrorCode.Local_State)
        {
            // The record's partition was taken away between the poll and the store.
        }
    }
}
