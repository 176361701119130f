using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Tests.Transactions;

/// <summary>Speaks to the transaction machines in the words of one producer, "t".</summary>
internal sealed class TransactionRig(MachineRig rig)
{
    public const string Id = "t";
    public const string GroupId = "g";
    public const int TimeoutMs = 60_000;
    public const int MarkerDelayMs = 2;

    public static readonly TopicPartition Orders = new("orders", 0);

    public TransactionRig()
        : this(new MachineRig())
    {
    }

    public MachineRig Rig { get; } = rig;

    public TransactionMetadata Known
    {
        get
        {
            Assert.True(Rig.State.Transactions.TryGet(Id, out var known));
            return known;
        }
    }

    public InitProducerIdResponse Init(
        string? id = Id, int timeoutMs = TimeoutMs, long producerId = TransactionMetadata.NoProducerId, short epoch = TransactionMetadata.NoEpoch) =>
        Rig.AskNow<InitProducerIdResponse>(InitProducerIdResponse.Refused, (reply, turn) =>
            Rig.Machines.Initialisation.Init(new(id, timeoutMs, producerId, epoch), reply, turn));

    /// <summary>The error of each partition asked for, in order.</summary>
    public IReadOnlyList<ErrorCode> AddAll(long producerId, short epoch, string id, params TopicPartition[] partitions)
    {
        var request = new AddPartitionsToTxnRequest(id, producerId, epoch, [.. partitions.Select(static partition => new TopicPartitions(partition.Topic, [partition.Partition]))]);
        return [.. Rig.AskNow<AddPartitionsToTxnResponse>(request.Refused, (reply, turn) => Rig.Machines.Contents.AddPartitions(request, reply, turn))
            .Topics.SelectMany(static topic => topic.Partitions.Select(static partition => partition.Error))];
    }

    public ErrorCode Add(long? producerId = null, short? epoch = null, TopicPartition? partition = null, string id = Id) =>
        AddAll(producerId ?? Known.ProducerId, epoch ?? Known.ProducerEpoch, id, partition ?? Orders)[0];

    public ErrorCode AddOffsets(long? producerId = null, short? epoch = null, string groupId = GroupId, string id = Id) =>
        Rig.AskNow<TransactionErrorResponse>(static error => new(error), (reply, turn) =>
            Rig.Machines.Contents.AddOffsets(new(id, producerId ?? Known.ProducerId, epoch ?? Known.ProducerEpoch, groupId), reply, turn)).Error;

    public Reply<TransactionErrorResponse> BeginEnd(TransactionOutcome outcome, long? producerId = null, short? epoch = null, string id = Id)
    {
        var request = new EndTxnRequest(id, producerId ?? Known.ProducerId, epoch ?? Known.ProducerEpoch, outcome);
        return Rig.Ask<TransactionErrorResponse>(request.Refused, (reply, turn) => Rig.Machines.Ends.End(request, reply, turn));
    }

    public ErrorCode End(TransactionOutcome outcome, long? producerId = null, short? epoch = null, string id = Id) =>
        BeginEnd(outcome, producerId, epoch, id).Now().Error;

    public ErrorCode SendOffset(
        long offset = 9, long? producerId = null, short? epoch = null, string groupId = GroupId, int generation = -1, string memberId = "",
        string? instance = null, TopicPartition? partition = null, string? metadata = null, string id = Id)
    {
        var (topic, index) = partition ?? Orders;
        var request = new TxnOffsetCommitRequest(
            id, groupId, producerId ?? Known.ProducerId, epoch ?? Known.ProducerEpoch, generation, memberId, instance,
            [new(topic, [new(index, offset, SentOffset.NoLeaderEpoch, metadata)])]);
        return Rig.AskNow<OffsetCommitResponse>(request.Refused, (reply, turn) => Rig.Machines.TransactionalOffsets.Commit(request, reply, turn))
            .Topics[0].Partitions[0].Error;
    }

    public void WriteMarkers() => Rig.Advance(MarkerDelayMs);

    /// <summary>The transactional id in the given state, with "orders-0" in every transaction it went through.</summary>
    public TransactionMetadata BringTo(TransactionState state)
    {
        Assert.Equal(ErrorCode.None, Init().Error);
        if (state != TransactionState.Empty) Assert.Equal(ErrorCode.None, Add());
        if (state is TransactionState.PrepareCommit or TransactionState.CompleteCommit) Assert.Equal(ErrorCode.None, End(TransactionOutcome.Commit));
        if (state is TransactionState.PrepareAbort or TransactionState.CompleteAbort) Assert.Equal(ErrorCode.None, End(TransactionOutcome.Abort));
        if (state is TransactionState.CompleteCommit or TransactionState.CompleteAbort) WriteMarkers();

        Assert.Equal(state, Known.State);
        return Known;
    }
}
