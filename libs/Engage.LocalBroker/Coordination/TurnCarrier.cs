using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>Carries turns out: stores their records, holds their answers back until what they promise is as safe as the fsync policy demands.</summary>
/// <remarks>Used by the coordinator's thread alone.</remarks>
internal sealed class TurnCarrier(CoordinatorContext context, CoordinatorJournal journal, CoordinatorMachines machines) : IDisposable
{
    private readonly GrowingBuffer payload = new();
    private readonly List<StagedAnswer> staged = [];

    /// <summary>Stores the turn's records one after the other and stages its answers; when one cannot be stored, all its answers are refused.</summary>
    public void Carry(Turn turn)
    {
        foreach (var record in turn.Records)
        {
            if (TryStore(record, turn)) continue;
            foreach (var answer in turn.Answers) answer.Refuse(ErrorCode.CoordinatorNotAvailable); // Clients ask again; the disk may have room by then.
            return;
        }

        staged.AddRange(turn.Answers);
    }

    /// <summary>Stages the completion of work that wrote to the journal itself.</summary>
    public void Stage(StagedAnswer completion) => staged.Add(completion);

    /// <summary>Flushes when the policy says "before every answer", then sends what is staged.</summary>
    public void Release()
    {
        if (context.Options.Fsync == FsyncPolicy.Always) FlushOrRefuse();
        foreach (var answer in staged) answer.Send();
        staged.Clear();
    }

    public void Dispose() => payload.Dispose();

    private bool TryStore(JournalRecord record, Turn turn)
    {
        payload.Clear();
        var type = JournalRecordCodec.Write(payload, record);
        try
        {
            journal.Append(type, payload.Written);
        }
        catch (IOException failure)
        {
            context.Log($"{record.GetType().Name} could not be stored: {failure.Message}");
            machines.OnStoringFailed(record, turn);
            return false;
        }

        if (record is TransactionPrepared) context.CrashPoints.Reach(CrashPoint.TransactionAfterPrepare);
        if (record is GroupGeneration) context.CrashPoints.Reach(CrashPoint.GroupAfterJournal);
        machines.OnStored(record);
        return true;
    }

    private void FlushOrRefuse()
    {
        try
        {
            journal.FlushToDisk();
        }
        catch (IOException failure)
        {
            // Written but perhaps not on the disk: the outcome is unknown, which is what an error answer means to a client.
            context.Log($"The journal could not be flushed: {failure.Message}");
            foreach (var answer in staged) answer.Refuse(ErrorCode.CoordinatorNotAvailable);
            staged.Clear();
        }
    }
}
