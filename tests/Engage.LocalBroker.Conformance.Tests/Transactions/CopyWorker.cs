using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Transactions;

/// <summary>
/// Copies "in" to "out" in transactions of up to three records, with a transactional id of its own, as in production. Can be told to die in the
/// middle of a transaction: then transaction and membership stay as they are, because both of its timeouts are too long to matter; the test ends them.
/// </summary>
internal sealed class CopyWorker
{
    public const string Group = "workers";
    public const int RecordsPerTransaction = 3;
    private const int NeverMs = 600_000;

    private readonly IConsumer<string, string> consumer;
    private readonly IProducer<string, string> producer;
    private readonly MembershipProof proof;
    private readonly CopyProgress progress;
    private readonly Thread thread;
    private readonly TaskCompletionSource<string> halted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile object? haltsAt;
    private volatile bool isDead;
    private volatile bool isStopping;
    private volatile KafkaException? failure;
    private string leftWith = "";
    private bool lostPartitions;
    private bool isOwner;

    public CopyWorker(Cluster cluster, string name, CopyProgress progress, MembershipProof proof = MembershipProof.TakenBeforeReading)
    {
        (this.progress, this.proof) = (progress, proof);
        TransactionalId = name;
        consumer = cluster.Keep(cluster.ConsumerBuilder(Group, config =>
        {
            config.ClientId = name;
            config.SessionTimeoutMs = NeverMs;
            config.MaxPollIntervalMs = NeverMs;
            config.EnablePartitionEof = false;
            config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        })
            .SetPartitionsAssignedHandler((_, partitions) => isOwner |= partitions.Count > 0)
            .SetPartitionsRevokedHandler((_, _) => lostPartitions = true)
            .SetPartitionsLostHandler((_, _) => (lostPartitions, isOwner) = (true, false))
            .Build());
        producer = cluster.Uninitialised(name, transactionTimeoutMs: NeverMs, clientId: name);
        thread = new Thread(Run) { IsBackground = true, Name = name };
        thread.Start();
    }

    public string TransactionalId { get; }

    /// <summary>Completes with the worker's member id when it stands at the moment it was told to halt at.</summary>
    public Task<string> Halted => halted.Task;

    /// <summary>What the consumer thinks now; empty when it knows that it was thrown out.</summary>
    public string MemberId => consumer.MemberId;

    /// <summary>Stands still, once, at this moment of its next transaction.</summary>
    public void HaltAt(Moment moment) => haltsAt = moment;

    /// <summary>Goes on after a halt.</summary>
    public void Resume() => resumed.TrySetResult();

    /// <summary>Does nothing more after a halt, as a process that was killed.</summary>
    public void Die()
    {
        isDead = true;
        Resume();
    }

    /// <summary>Leaves the group, and gives the member id it left with; empty for one that died.</summary>
    /// <remarks>
    /// Between the news of a rebalance and its JoinGroup, librdkafka closes without leaving: the session would have to run out, and the others, whose
    /// parked JoinGroup holds back all else on its connection, cannot even fetch offsets meanwhile. So the caller ends the session of this id.
    /// </remarks>
    public string Stop()
    {
        isStopping = true;
        Resume();
        Assert.True(thread.Join(Cluster.Patience), $"{TransactionalId} did not stop.");
        Assert.Null(failure);
        return leftWith;
    }

    /// <summary>
    /// Ends the client library of a worker that died, once its broker is gone: heard again it would join the group, where nobody polls for it and the living
    /// wait for it; and destroyed without this, in the midst of a rebalance that nobody answered, librdkafka may wait for ever.
    /// </summary>
    public void Bury()
    {
        if (isDead) consumer.Close();
    }

    private void Run()
    {
        try
        {
            producer.InitTransactions(Cluster.Patience);
            consumer.Subscribe("in");
            while (!isStopping && !isDead) Step();
            if (isDead) return;
            leftWith = consumer.MemberId;
            consumer.Close(); // The others may wait in a rebalance for this member.
        }
        catch (KafkaException unexpected)
        {
            failure = unexpected;
            halted.TrySetException(unexpected);
            progress.Add(0);
        }
    }

    private void Step()
    {
        var membership = Membership();
        var records = Read();
        if (lostPartitions) Rewind(); // The records may be somebody else's by now.
        if (lostPartitions || records.Count == 0)
        {
            lostPartitions = false;
            return;
        }

        producer.BeginTransaction();
        foreach (var record in records) producer.Produce("out", new Message<string, string> { Key = record.Message.Key, Value = record.Message.Value });
        producer.Flush(Cluster.Patience);
        if (!Passes(Moment.BeforeOffsets)) return;

        try
        {
            if (proof == MembershipProof.TakenAfterPolling) membership = PollUntilMemberAgain();
            if (membership is null) throw new KafkaTxnRequiresAbortException(new Error(ErrorCode.UnknownMemberId, "Read by nobody's member.", false));
            producer.SendOffsetsToTransaction(Positions(records), membership, Cluster.Patience);
            if (!Passes(Moment.BeforeCommit)) return;
            producer.CommitTransaction(Cluster.Patience);
            progress.Add(records.Count);
        }
        catch (KafkaTxnRequiresAbortException)
        {
            producer.AbortTransaction(Cluster.Patience);
            Rewind();
        }
    }

    /// <summary>The consumer's metadata if it is a member; member ids are never given twice, so an unchanged one holds for the metadata between.</summary>
    private IConsumerGroupMetadata? Membership()
    {
        var before = consumer.MemberId;
        var metadata = consumer.ConsumerGroupMetadata;
        return before.Length > 0 && consumer.MemberId == before ? metadata : null;
    }

    /// <summary>What a careless worker does: the poll lets the consumer join anew, and nothing tells that the records are of an earlier membership.</summary>
    private IConsumerGroupMetadata PollUntilMemberAgain()
    {
        do
        {
            consumer.Consume(TimeSpan.FromMilliseconds(20));
        }
        while (!lostPartitions || !isOwner);
        return consumer.ConsumerGroupMetadata;
    }

    private List<ConsumeResult<string, string>> Read()
    {
        var records = new List<ConsumeResult<string, string>>();
        for (var wait = TimeSpan.FromMilliseconds(20); records.Count < RecordsPerTransaction && consumer.Consume(wait) is { } record; wait = TimeSpan.Zero)
        {
            records.Add(record);
        }

        return records;
    }

    private static IEnumerable<TopicPartitionOffset> Positions(List<ConsumeResult<string, string>> records) =>
        records.GroupBy(static record => record.TopicPartition)
            .Select(static partition => new TopicPartitionOffset(partition.Key, partition.Max(static record => record.Offset.Value) + 1));

    /// <summary>What was read and not committed is to be read again.</summary>
    private void Rewind()
    {
        foreach (var committed in consumer.Committed(consumer.Assignment, Cluster.Patience))
        {
            consumer.Seek(committed.Offset == Offset.Unset ? new(committed.TopicPartition, Offset.Beginning) : committed);
        }
    }

    /// <summary>False when the worker dies here.</summary>
    private bool Passes(Moment moment)
    {
        if (moment.Equals(haltsAt))
        {
            haltsAt = null;
            halted.TrySetResult(consumer.MemberId);
            progress.Add(0);
            resumed.Task.Wait(TestContext.Current.CancellationToken);
        }

        return !isDead;
    }
}
