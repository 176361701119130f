using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Storage;

/// <summary>What one partition knows about one idempotent producer.</summary>
internal sealed class ProducerState(long producerId, short epoch)
{
    /// <summary>A client may have five batches in flight, so a retry is never further back than that.</summary>
    public const int RememberedBatches = 5;

    private readonly BatchStamp[] stamps = new BatchStamp[RememberedBatches];
    private int stampCount;
    private int newest = -1;

    public long ProducerId { get; } = producerId;

    public short Epoch { get; private set; } = epoch;

    /// <summary>First offset of the transaction in progress; null when none has data here.</summary>
    public long? OpenSince { get; set; }

    /// <summary>When the producer last wrote, in broker time; idle producers are forgotten by it.</summary>
    public long LastSeenMs { get; set; }

    /// <summary>Sequence of the newest remembered record; null when no batch of this epoch is known.</summary>
    public int? LastSequence => stampCount == 0 ? null : stamps[newest].LastSequence;

    /// <summary>The remembered batches, oldest first.</summary>
    public IEnumerable<BatchStamp> Stamps
    {
        get
        {
            for (var age = stampCount - 1; age >= 0; age--) yield return stamps[(newest - age + RememberedBatches) % RememberedBatches];
        }
    }

    /// <summary>Base offset of the remembered batch with exactly these sequences; null when there is none.</summary>
    public long? FindDuplicate(int firstSequence, int lastSequence)
    {
        for (var index = 0; index < stampCount; index++)
        {
            ref readonly var stamp = ref stamps[index];
            if (stamp.FirstSequence == firstSequence && stamp.LastSequence == lastSequence) return stamp.BaseOffset;
        }

        return null;
    }

    public void Remember(in BatchStamp stamp)
    {
        newest = (newest + 1) % RememberedBatches;
        stamps[newest] = stamp;
        stampCount = Math.Min(stampCount + 1, RememberedBatches);
    }

    /// <summary>Moves on to <paramref name="epoch"/>; a new one forgets the batches, because its sequences start again at 0.</summary>
    public void MoveTo(short epoch)
    {
        if (epoch == Epoch) return;

        Epoch = epoch;
        (stampCount, newest) = (0, -1);
    }

    /// <summary>True when <paramref name="firstSequence"/> continues what is remembered, or nothing is.</summary>
    public bool Continues(int firstSequence) => LastSequence is not { } last || firstSequence == SequenceNumber.Next(last);
}
