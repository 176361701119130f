using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>A transactional producer of the in-memory cluster, as strict about its states as the real client.</summary>
internal sealed class InMemoryProducer(InMemoryCluster cluster, INetwork network, ProducerSettings settings) : ITransactionalProducer
{
    private const int OverheadBytes = 4_096;

    private int epoch = -1;
    private bool isOpen;
    private bool isBroken;

    public long TransportErrors { get; private set; }

    public void InitTransactions(TimeSpan timeout)
    {
        var granted = -1;
        Request("init", () => granted = cluster.InitProducer(settings.TransactionalId, settings.TransactionTimeout));
        epoch = granted; // Here, not in the request: a copy that arrives late fences this producer, since nobody hears its answer.
    }

    public void Begin()
    {
        RequireUsable();
        if (isOpen) throw new ClientException(ClientFault.Fatal, "Local_State", "A transaction is open already.");
        isOpen = true;
    }

    public void Produce(in OutgoingRecord record) => Append(record);

    public void Produce(in OutgoingRecord record, DeliveryReport report) => report.Offset = Append(record).Offset;

    public void SendOffsets(IReadOnlyList<TopicPartitionOffset> offsets, GroupMetadata group, TimeSpan timeout)
    {
        RequireUsable();
        var sent = offsets.ToArray();
        Request("send-offsets", () => cluster.CommitOffsets(settings.TransactionalId, epoch, sent, (InMemoryGroupMetadata)group));
    }

    public void Commit(TimeSpan timeout)
    {
        RequireUsable();
        End("commit", TransactionOutcome.Committed);
    }

    public void Abort(TimeSpan timeout) => End("abort", TransactionOutcome.Aborted);

    public void Serve(TimeSpan timeout)
    {
        // Reports are set at once.
    }

    public void Abandon() => isBroken = true;

    public void Dispose() => isBroken = true;

    private LogEntry Append(in OutgoingRecord record)
    {
        RequireUsable();
        if (!isOpen) throw new ClientException(ClientFault.Fatal, "Local_State", "No transaction is open.");
        var size = record.Key.Length + record.Value.Length + record.Headers.Encoded.Length;
        if (size > Math.Min(settings.RecordBytesMax + OverheadBytes, cluster.Describe(record.Topic).BatchBytesMax)) throw new ClientException(ClientFault.RecordTooLarge, "MsgSizeTooLarge", $"A record of {size} bytes is too large.");
        try
        {
            return cluster.Produce(settings.TransactionalId, epoch, record);
        }
        catch (ClientException error) when (error.Fault == ClientFault.Fenced)
        {
            isBroken = true;
            throw;
        }
    }

    private void End(string request, TransactionOutcome outcome)
    {
        Request(request, () => cluster.EndTransaction(settings.TransactionalId, epoch, outcome));
        isOpen = false;
    }

    private void Request(string name, Action request)
    {
        var action = network.Next(name);
        if (action == FaultAction.Refuse) throw new ClientException(ClientFault.Abortable, "Refused", $"The broker refused {name}.");
        if (action == FaultAction.Delay) network.DeliverLater(request);
        if (action is FaultAction.LoseRequest or FaultAction.Delay) throw TimedOut(name);

        try
        {
            request();
        }
        catch (ClientException error)
        {
            isBroken |= error.Fault is ClientFault.Fenced or ClientFault.Fatal;
            throw;
        }

        if (action == FaultAction.LoseAnswer) throw TimedOut(name);
        if (action != FaultAction.Duplicate) return;
        TransportErrors++;
        network.DeliverLater(request);
    }

    private static ClientException TimedOut(string name) => new(ClientFault.Retriable, "Local_TimedOut", $"No answer to {name}.");

    private void RequireUsable()
    {
        if (isBroken) throw new ClientException(ClientFault.Fatal, "Local_Fatal", "The producer is broken.");
    }
}
