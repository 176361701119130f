using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Storage;

namespace Engage.LocalBroker.Tests.Storage;

/// <summary>The rows of the per-partition producer checks, first match first.</summary>
public sealed class IdempotenceTests : IDisposable
{
    private const long Producer = 7;

    private readonly LogRig rig = new();

    [Fact]
    public void A_retry_of_any_of_the_last_five_batches_answers_with_the_offset_it_already_has()
    {
        for (var batch = 0; batch < 6; batch++) Assert.Equal(2 * batch, Send(epoch: 0, sequence: 2 * batch, count: 2).BaseOffset);

        for (var batch = 1; batch < 6; batch++) Assert.Equal(new AppendResult(ErrorCode.None, 2 * batch), Send(epoch: 0, sequence: 2 * batch, count: 2));
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, Send(epoch: 0, sequence: 0, count: 2).Error); // The sixth last is forgotten.
        Assert.Equal(12, rig.View.LogEnd);
    }

    [Fact]
    public void The_same_first_sequence_with_another_length_is_no_retry()
    {
        Send(epoch: 0, sequence: 0, count: 2);

        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, Send(epoch: 0, sequence: 0, count: 3).Error);
    }

    [Fact]
    public void A_gap_in_the_sequence_is_refused_and_the_next_in_line_accepted()
    {
        Send(epoch: 0, sequence: 0);

        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, Send(epoch: 0, sequence: 2).Error);
        Assert.Equal(ErrorCode.None, Send(epoch: 0, sequence: 1).Error);
    }

    [Fact]
    public void Zero_follows_the_largest_sequence()
    {
        Send(epoch: 0, sequence: int.MaxValue);

        Assert.Equal(ErrorCode.None, Send(epoch: 0, sequence: 0).Error);
    }

    [Fact]
    public void A_batch_may_wrap_in_its_middle()
    {
        Assert.Equal(0, Send(epoch: 0, sequence: int.MaxValue - 1, count: 4).BaseOffset); // ...46, ...47, 0, 1

        Assert.Equal(0, Send(epoch: 0, sequence: int.MaxValue - 1, count: 4).BaseOffset);
        Assert.Equal(4, Send(epoch: 0, sequence: 2).BaseOffset);
    }

    [Fact]
    public void An_unknown_producer_may_start_anywhere() => Assert.Equal(ErrorCode.None, Send(epoch: 0, sequence: 55).Error);

    [Fact]
    public void An_older_epoch_is_fenced()
    {
        Send(epoch: 1, sequence: 0);

        Assert.Equal(ErrorCode.InvalidProducerEpoch, Send(epoch: 0, sequence: 0).Error);
    }

    [Fact]
    public void A_newer_epoch_starts_again_at_zero_and_nowhere_else()
    {
        Send(epoch: 0, sequence: 0);

        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, Send(epoch: 1, sequence: 1).Error);
        Assert.Equal(ErrorCode.None, Send(epoch: 1, sequence: 0).Error);
    }

    [Fact]
    public void A_transactional_batch_needs_its_registration_and_otherwise_the_coordinators_word()
    {
        Assert.True(SendTransactional(epoch: 0, sequence: 0).NeedsCoordinator);

        rig.Log.Register(Producer, epoch: 0);

        Assert.Equal(ErrorCode.None, SendTransactional(epoch: 0, sequence: 0).Error);
    }

    [Fact]
    public void An_unregistered_older_epoch_is_fenced_without_asking_anybody()
    {
        rig.AppendTransactional(Producer, sequence: 0, epoch: 3);

        Assert.Equal(new AppendResult(ErrorCode.InvalidProducerEpoch), SendTransactional(epoch: 2, sequence: 0));
    }

    [Fact]
    public void The_marker_takes_the_registration_back_in_the_same_step()
    {
        rig.AppendTransactional(Producer, sequence: 0);
        rig.End(Producer, TransactionOutcome.Commit);

        Assert.True(SendTransactional(epoch: 0, sequence: 1).NeedsCoordinator);
    }

    [Fact]
    public void A_retry_is_recognised_even_after_its_transaction_ended()
    {
        var first = rig.AppendTransactional(Producer, sequence: 0);
        rig.End(Producer, TransactionOutcome.Commit);

        Assert.Equal(first, SendTransactional(epoch: 0, sequence: 0));
    }

    [Fact]
    public void Sequences_go_on_across_transactions_of_one_epoch()
    {
        rig.AppendTransactional(Producer, sequence: 0);
        rig.End(Producer, TransactionOutcome.Commit);

        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, rig.AppendTransactional(Producer, sequence: 5).Error);
        Assert.Equal(ErrorCode.None, rig.AppendTransactional(Producer, sequence: 1).Error);
    }

    [Fact]
    public void A_marker_with_a_bumped_epoch_fences_the_zombie()
    {
        rig.AppendTransactional(Producer, sequence: 0, epoch: 0);
        rig.End(Producer, TransactionOutcome.Abort, epoch: 1);

        Assert.Equal(ErrorCode.InvalidProducerEpoch, SendTransactional(epoch: 0, sequence: 1).Error);
        Assert.Equal(ErrorCode.None, rig.AppendTransactional(Producer, sequence: 0, epoch: 2).Error);
    }

    [Fact]
    public void A_plain_batch_inside_the_same_producers_transaction_is_refused()
    {
        rig.AppendTransactional(Producer, sequence: 0);

        Assert.Equal(ErrorCode.InvalidTransactionState, Send(epoch: 0, sequence: 1).Error);
    }

    [Fact]
    public void Producers_idle_for_a_day_are_forgotten_unless_a_transaction_is_open()
    {
        const long idle = 8;
        rig.Append(Batches.From(idle, 0, 0));
        rig.AppendTransactional(Producer, sequence: 0);
        rig.Time.Advance(TimeSpan.FromHours(25));
        rig.Log.ForgetIdleProducers(rig.Time.GetUtcNow().AddHours(-24).ToUnixTimeMilliseconds());

        Assert.Equal(ErrorCode.None, rig.Append(Batches.From(idle, 0, 77)).Error);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, rig.AppendTransactional(Producer, sequence: 9).Error);
    }

    public void Dispose() => rig.Dispose();

    private AppendResult Send(short epoch, int sequence, int count = 1) => rig.Append(Batches.From(Producer, epoch, sequence, count));

    private AppendResult SendTransactional(short epoch, int sequence) => rig.Append(Batches.From(Producer, epoch, sequence, transactional: true));
}
