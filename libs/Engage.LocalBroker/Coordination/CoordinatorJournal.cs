using Engage.LocalBroker.Faults;

namespace Engage.LocalBroker.Coordination;

/// <summary>The journal together with everything that is told by it.</summary>
/// <remarks>Used by the coordinator's thread alone, except <see cref="Abandon"/>, which any thread may call.</remarks>
internal sealed class CoordinatorJournal : IJournal, IDisposable
{
    private readonly CoordinatorContext context;
    private readonly IReadOnlyList<IJournaledState> states;
    private readonly Journal journal;
    private readonly Lock gate = new(); // Held while writing, so that nothing is written once Abandon has returned.
    private long snapshotAtBytes;
    private bool hasUnflushed;
    private bool isAbandoned;

    /// <param name="states">In the order in which each record is told to them.</param>
    public CoordinatorJournal(CoordinatorContext context, IReadOnlyList<IJournaledState> states)
    {
        this.context = context;
        this.states = states;
        journal = new Journal(context.Directory);
        snapshotAtBytes = context.Options.JournalSnapshotBytes;
    }

    public bool EndedCleanly => journal.EndedCleanly;

    public void Recover()
    {
        var tornBytes = journal.Recover(Apply);
        if (tornBytes > 0) context.Log($"The journal ended in the middle of a record; its last {tornBytes} bytes were cut off.");
    }

    public void Append(JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        Write(type, payload);
        Apply(type, payload);
    }

    /// <summary>Forces what was appended since the last call to the disk; does nothing when that is nothing.</summary>
    public void FlushToDisk()
    {
        if (!hasUnflushed) return;
        lock (gate)
        {
            if (!isAbandoned) journal.FlushToDisk();
        }

        hasUnflushed = false;
    }

    /// <summary>Replaces a journal that has grown past its limit by a snapshot.</summary>
    public void SnapshotIfLarge()
    {
        if (journal.SizeBytes < snapshotAtBytes) return;
        try
        {
            lock (gate)
            {
                if (!isAbandoned) journal.Snapshot(Save);
            }

            snapshotAtBytes = context.Options.JournalSnapshotBytes;
        }
        catch (IOException failure)
        {
            // The journal goes on; the next attempt waits until as much again was written, lest every request pays for one.
            snapshotAtBytes = journal.SizeBytes + context.Options.JournalSnapshotBytes;
            context.Log($"No snapshot of the journal could be made: {failure.Message}");
        }
    }

    public void CloseCleanly()
    {
        Write(JournalRecordType.CleanStop, []);
        FlushToDisk();
        Dispose();
    }

    /// <summary>Nothing is written from here on.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            isAbandoned = true;
            journal.Dispose();
        }
    }

    public void Dispose() => journal.Dispose();

    private void Write(JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        lock (gate)
        {
            context.CrashPoints.Reach(CrashPoint.JournalBefore);
            ObjectDisposedException.ThrowIf(isAbandoned, this);
            if (context.CrashPoints.IsArmed(CrashPoint.JournalTorn))
            {
                journal.AppendTorn(type, payload);
                context.CrashPoints.Reach(CrashPoint.JournalTorn);
            }

            journal.Append(type, payload);
            hasUnflushed = true;
        }
    }

    private void Apply(JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        foreach (var state in states) state.Apply(type, payload);
    }

    private void Save(JournalRecordConsumer write)
    {
        var snapshot = new SnapshotWriter(write);
        foreach (var state in states) state.Save(snapshot);
    }

    private sealed class SnapshotWriter(JournalRecordConsumer write) : IJournal
    {
        public void Append(JournalRecordType type, ReadOnlySpan<byte> payload) => write(type, payload);
    }
}
