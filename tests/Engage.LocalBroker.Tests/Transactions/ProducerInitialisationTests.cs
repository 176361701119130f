using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Tests.Transactions;

public sealed class ProducerInitialisationTests
{
    [Fact]
    public void An_idempotent_producer_gets_an_id_of_its_own_each_time()
    {
        var rig = new TransactionRig();

        var (first, second) = (rig.Init(id: null), rig.Init(id: null));

        Assert.Equal((ErrorCode.None, 0), (first.Error, first.ProducerEpoch));
        Assert.NotEqual(first.ProducerId, second.ProducerId);
        Assert.Empty(rig.Rig.State.Transactions.All);
    }

    [Fact]
    public void An_empty_transactional_id_is_invalid() => Assert.Equal(ErrorCode.InvalidRequest, new TransactionRig().Init(id: "").Error);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(900_001)]
    public void A_timeout_outside_the_limits_is_invalid(int timeoutMs) =>
        Assert.Equal(ErrorCode.InvalidTransactionTimeout, new TransactionRig().Init(timeoutMs: timeoutMs).Error);

    [Fact]
    public void The_first_producer_of_an_id_starts_with_epoch_zero_and_each_successor_gets_the_next()
    {
        var rig = new TransactionRig();

        var (first, second, third) = (rig.Init(), rig.Init(), rig.Init());

        Assert.Equal([0, 1, 2], [first.ProducerEpoch, second.ProducerEpoch, third.ProducerEpoch]);
        Assert.Equal(first.ProducerId, third.ProducerId);
    }

    [Fact]
    public void A_producer_that_names_its_epoch_is_bumped_and_may_ask_again_when_the_answer_was_lost()
    {
        var rig = new TransactionRig();
        var first = rig.Init();

        var bumped = rig.Init(producerId: first.ProducerId, epoch: 0);
        var again = rig.Init(producerId: first.ProducerId, epoch: 0);

        Assert.Equal((ErrorCode.None, 1), (bumped.Error, bumped.ProducerEpoch));
        Assert.Equal(bumped, again);
    }

    [Fact]
    public void A_producer_that_names_an_epoch_taken_over_by_another_is_fenced()
    {
        var rig = new TransactionRig();
        var zombie = rig.Init();
        rig.Init();

        Assert.Equal(ErrorCode.ProducerFenced, rig.Init(producerId: zombie.ProducerId, epoch: 0).Error);
    }

    [Fact]
    public void A_producer_that_names_a_foreign_producer_id_is_fenced()
    {
        var rig = new TransactionRig();
        var known = rig.Init();

        Assert.Equal(ErrorCode.ProducerFenced, rig.Init(producerId: known.ProducerId + 1, epoch: 0).Error);
    }

    [Fact]
    public void An_id_nobody_knows_accepts_whatever_producer_id_is_named()
    {
        var answer = new TransactionRig().Init(producerId: 777, epoch: 5);

        Assert.Equal((ErrorCode.None, 0), (answer.Error, answer.ProducerEpoch));
    }

    [Fact]
    public void An_exhausted_epoch_leads_to_a_new_producer_id_and_its_holder_may_still_claim_it()
    {
        var rig = new TransactionRig();
        var old = ExhaustEpoch(rig);

        var renewed = rig.Init(producerId: old, epoch: TransactionMetadata.ExhaustedEpoch);
        var again = rig.Init(producerId: old, epoch: TransactionMetadata.ExhaustedEpoch);

        Assert.NotEqual(old, renewed.ProducerId);
        Assert.Equal((ErrorCode.None, 0), (renewed.Error, renewed.ProducerEpoch));
        Assert.Equal(renewed, again);
    }

    [Fact]
    public void Fencing_is_possible_even_at_the_last_epoch()
    {
        var rig = new TransactionRig();
        var old = ExhaustEpoch(rig);
        Assert.Equal(ErrorCode.None, rig.Add());

        Assert.Equal(ErrorCode.ConcurrentTransactions, rig.Init().Error);
        rig.WriteMarkers();
        var successor = rig.Init();

        Assert.Equal(short.MaxValue, rig.Rig.Partitions.Markers[^1].Marker.ProducerEpoch);
        Assert.NotEqual(old, successor.ProducerId);
        Assert.Equal(0, successor.ProducerEpoch);
    }

    [Fact]
    public void Producer_ids_are_reserved_in_blocks_and_never_repeat_after_a_restart()
    {
        var rig = new TransactionRig();
        var before = Enumerable.Range(0, 1001).Select(_ => rig.Init(id: null).ProducerId).ToHashSet();

        var after = new TransactionRig(rig.Rig.Restart()).Init(id: null).ProducerId;
        var afterSnapshot = new TransactionRig(rig.Rig.RestartFromSnapshot()).Init(id: null).ProducerId;

        Assert.Equal(1001, before.Count);
        Assert.Equal(2, rig.Rig.Records.OfType<ProducerIdsReserved>().Take(2).Count());
        Assert.DoesNotContain(after, before);
        Assert.DoesNotContain(afterSnapshot, before);
    }

    [Theory]
    [InlineData(3, ErrorCode.InvalidProducerEpoch)]
    [InlineData(4, ErrorCode.ProducerFenced)]
    public void Clients_below_version_4_are_told_of_fencing_in_the_number_they_know(short version, ErrorCode expected)
    {
        using var body = new GrowingBuffer();

        InitProducerIdResponse.Refused(ErrorCode.ProducerFenced).Write(new KafkaWriter(body, flexible: true), version);

        var reader = new KafkaReader(body.Written, flexible: true);
        reader.ReadInt32();
        Assert.Equal((short)expected, reader.ReadInt16());
    }

    private static long ExhaustEpoch(TransactionRig rig)
    {
        var id = rig.Init().ProducerId;
        rig.Rig.Run(turn => turn.Record(new TransactionStored(rig.Known with { ProducerEpoch = TransactionMetadata.ExhaustedEpoch })));
        return id;
    }
}
