using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;
using Engage.LocalBroker.Tests.Groups;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Tests.Transactions;

/// <summary>The checks of each transaction request, and in which order they speak.</summary>
public sealed class TransactionChecksTests
{
    private static readonly TopicPartition Missing = new("no-such-topic", 0);

    private readonly TransactionRig rig = new();

    [Fact]
    public void Adding_partitions_needs_a_transactional_id()
    {
        Assert.Equal([ErrorCode.InvalidRequest], rig.AddAll(1, 0, "", Missing));
    }

    [Fact]
    public void One_unknown_partition_keeps_all_others_out()
    {
        var known = rig.BringTo(TransactionState.Empty);

        Assert.Equal(
            [ErrorCode.OperationNotAttempted, ErrorCode.UnknownTopicOrPartition],
            rig.AddAll(known.ProducerId, known.ProducerEpoch, TransactionRig.Id, TransactionRig.Orders, Missing));

        Assert.Equal(TransactionState.Empty, rig.Known.State);
        Assert.Empty(rig.Rig.Partitions.Registrations);
    }

    [Fact]
    public void Adding_partitions_checks_id_then_state_of_markers_then_producer_then_epoch()
    {
        var known = rig.BringTo(TransactionState.Ongoing);

        Assert.Equal(ErrorCode.InvalidProducerIdMapping, rig.Add(known.ProducerId, known.ProducerEpoch, id: "unknown"));
        Assert.Equal(ErrorCode.InvalidProducerIdMapping, rig.Add(known.ProducerId + 1, (short)(known.ProducerEpoch + 1)));
        Assert.Equal(ErrorCode.ProducerFenced, rig.Add(epoch: (short)(known.ProducerEpoch + 1)));
        Assert.Equal(ErrorCode.ProducerFenced, rig.Add(epoch: (short)(known.ProducerEpoch - 1)));
    }

    [Fact]
    public void Adding_a_group_makes_the_same_checks()
    {
        var known = rig.BringTo(TransactionState.Ongoing);

        Assert.Equal(ErrorCode.InvalidRequest, rig.AddOffsets(id: ""));
        Assert.Equal(ErrorCode.InvalidProducerIdMapping, rig.AddOffsets(known.ProducerId, known.ProducerEpoch, id: "unknown"));
        Assert.Equal(ErrorCode.InvalidProducerIdMapping, rig.AddOffsets(known.ProducerId + 1));
        Assert.Equal(ErrorCode.ProducerFenced, rig.AddOffsets(epoch: (short)(known.ProducerEpoch + 1)));
    }

    [Fact]
    public void What_the_transaction_already_holds_is_accepted_without_a_record()
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();
        var recorded = rig.Rig.Records.Count;

        Assert.Equal(ErrorCode.None, rig.Add());
        Assert.Equal(ErrorCode.None, rig.AddOffsets());

        Assert.Equal(recorded, rig.Rig.Records.Count);
    }

    [Fact]
    public void A_producer_is_let_into_each_partition_it_added()
    {
        var known = rig.BringTo(TransactionState.Ongoing);

        Assert.Equal([(TransactionRig.Orders, known.ProducerId, known.ProducerEpoch)], rig.Rig.Partitions.Registrations);
    }

    [Fact]
    public void A_producer_whose_addition_could_not_be_stored_is_not_let_in()
    {
        rig.BringTo(TransactionState.Empty);
        rig.Rig.DiskIsFull = true;

        Assert.Equal(ErrorCode.CoordinatorNotAvailable, rig.Add());

        Assert.Empty(rig.Rig.Partitions.Registrations);
        Assert.Equal(TransactionState.Empty, rig.Known.State);
    }

    [Fact]
    public void Ending_checks_id_then_producer_then_epoch()
    {
        var known = rig.BringTo(TransactionState.Ongoing);

        Assert.Equal(ErrorCode.InvalidRequest, rig.End(TransactionOutcome.Commit, id: ""));
        Assert.Equal(ErrorCode.InvalidProducerIdMapping, rig.End(TransactionOutcome.Commit, known.ProducerId, known.ProducerEpoch, "unknown"));
        Assert.Equal(ErrorCode.InvalidProducerIdMapping, rig.End(TransactionOutcome.Commit, known.ProducerId + 1));
        Assert.Equal(ErrorCode.ProducerFenced, rig.End(TransactionOutcome.Commit, epoch: (short)(known.ProducerEpoch - 1)));
        Assert.Equal(ErrorCode.ProducerFenced, rig.End(TransactionOutcome.Commit, epoch: (short)(known.ProducerEpoch + 1)));
    }

    [Fact]
    public void Fencing_is_spelled_47_in_the_versions_this_broker_offers()
    {
        using var body = new GrowingBuffer();

        new TransactionErrorResponse(ErrorCode.ProducerFenced).Write(new KafkaWriter(body, flexible: false), 1);

        Assert.Equal([0, 0, 0, 0, 0, 47], body.Written.ToArray());
    }

    [Fact]
    public void Sending_offsets_checks_partition_then_id_then_producer_then_epoch_then_registration()
    {
        var known = rig.BringTo(TransactionState.Ongoing);

        Assert.Equal(ErrorCode.UnknownTopicOrPartition, rig.SendOffset(partition: Missing, id: "unknown", producerId: 1, epoch: 0));
        Assert.Equal(ErrorCode.OffsetMetadataTooLarge, rig.SendOffset(metadata: new string('x', 4097)));
        Assert.Equal(ErrorCode.InvalidProducerIdMapping, rig.SendOffset(id: "unknown", producerId: 1, epoch: 0));
        Assert.Equal(ErrorCode.InvalidProducerIdMapping, rig.SendOffset(producerId: known.ProducerId + 1));
        Assert.Equal(ErrorCode.InvalidProducerEpoch, rig.SendOffset(epoch: (short)(known.ProducerEpoch + 1)));
        Assert.Equal(ErrorCode.InvalidTransactionState, rig.SendOffset());

        Assert.Equal(ErrorCode.None, rig.AddOffsets());
        Assert.Equal(ErrorCode.None, rig.SendOffset());
    }

    [Theory]
    [InlineData(TransactionOutcome.Commit)]
    [InlineData(TransactionOutcome.Abort)]
    internal void Sending_offsets_into_a_prepared_transaction_must_wait(TransactionOutcome outcome)
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();
        rig.End(outcome);

        Assert.Equal(ErrorCode.ConcurrentTransactions, rig.SendOffset());
    }

    [Fact]
    public void Sending_offsets_checks_member_and_generation_but_not_the_state_of_the_group()
    {
        var groups = new GroupRig(rig.Rig);
        var member = groups.BringTo(LocalBroker.Groups.GroupState.CompletingRebalance);
        var generation = groups.Group.Generation;
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();

        Assert.Equal(ErrorCode.UnknownMemberId, rig.SendOffset(generation: generation, memberId: "stranger"));
        Assert.Equal(ErrorCode.IllegalGeneration, rig.SendOffset(generation: generation - 1, memberId: member));
        Assert.Equal(ErrorCode.UnknownMemberId, rig.SendOffset(generation: generation, memberId: member, instance: "no-such-instance"));
        Assert.Equal(ErrorCode.None, rig.SendOffset(generation: generation, memberId: member));
        Assert.Equal(ErrorCode.None, rig.SendOffset());
        Assert.Equal(ErrorCode.RebalanceInProgress, groups.Commit(member, generation));
    }

    [Fact]
    public void Sending_offsets_with_the_id_a_static_member_lost_is_fenced()
    {
        var groups = new GroupRig(rig.Rig);
        var first = groups.Join(instance: "i1");
        rig.Rig.Advance(GroupRig.InitialDelayMs);
        groups.SyncAll([(first.Now().MemberId, first)]);
        groups.Join(instance: "i1").Now();
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();

        Assert.Equal(ErrorCode.FencedInstanceId, rig.SendOffset(generation: 1, memberId: first.Now().MemberId, instance: "i1"));
    }

    [Fact]
    public void Sending_offsets_with_a_generation_to_a_group_that_does_not_exist_is_illegal()
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();

        Assert.Equal(ErrorCode.IllegalGeneration, rig.SendOffset(generation: 1, memberId: "m"));
    }

    [Theory]
    [InlineData(null, 0, 0, ErrorCode.InvalidProducerIdMapping)]
    [InlineData("unknown", 0, 0, ErrorCode.InvalidProducerIdMapping)]
    [InlineData("t", 1, 0, ErrorCode.InvalidProducerIdMapping)]
    [InlineData("t", 0, 1, ErrorCode.InvalidProducerEpoch)]
    [InlineData("t", 0, 0, ErrorCode.InvalidTransactionState)]
    public void A_batch_of_a_producer_that_was_not_let_in_is_explained(string? id, int otherProducer, short otherEpoch, ErrorCode expected)
    {
        var known = rig.BringTo(TransactionState.Ongoing);

        Assert.Equal(expected, WhyNotRegistered(id, known.ProducerId + otherProducer, (short)(known.ProducerEpoch + otherEpoch)));
    }

    [Fact]
    public void A_batch_that_comes_while_its_transaction_is_being_ended_may_be_tried_again()
    {
        var known = rig.BringTo(TransactionState.PrepareCommit);

        Assert.Equal(ErrorCode.NotEnoughReplicas, WhyNotRegistered(TransactionRig.Id, known.ProducerId, known.ProducerEpoch));
    }

    private ErrorCode WhyNotRegistered(string? id, long producerId, short epoch) =>
        rig.Rig.State.Transactions.WhyNotRegistered(id, producerId, epoch);
}
