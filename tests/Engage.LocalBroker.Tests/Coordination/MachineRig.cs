using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Tests.Coordination;

/// <summary>
/// The state machines without thread, disk or clock: each request is a turn whose records take effect at once (through their bytes, as in the
/// broker) and whose answers are then sent. Time passes only by <see cref="Advance"/>.
/// </summary>
internal sealed class MachineRig
{
    private readonly EmbeddedBrokerOptions options;
    private readonly List<JournalRecord> records;
    private readonly TimerHeap timers = new();

    public MachineRig(EmbeddedBrokerOptions? options = null)
        : this(options ?? new(), new(), [], 1_700_000_000_000)
    {
    }

    private MachineRig(EmbeddedBrokerOptions options, FakePartitions partitions, List<JournalRecord> records, long nowMs)
    {
        this.options = options;
        this.records = records;
        Partitions = partitions;
        NowMs = nowMs;
        foreach (var record in records) Apply(record);
        Machines = new(State, new CoordinatorContext("", options, new BrokerEndpoint("127.0.0.1"), [], new FakeCrashPoints()), partitions);
        Run(turn => Machines.Resume(turn, Log.Add));
    }

    public long NowMs { get; private set; }

    public CoordinatorState State { get; } = new();

    public CoordinatorMachines Machines { get; }

    public FakePartitions Partitions { get; }

    /// <summary>Everything recorded so far, by this rig and those it was restarted from.</summary>
    public IReadOnlyList<JournalRecord> Records => records;

    public List<string> Log { get; } = [];

    /// <summary>While set, no record can be stored.</summary>
    public bool DiskIsFull { get; set; }

    /// <summary>Gives the machines one turn and sends what it answered.</summary>
    public void Run(Action<Turn> work)
    {
        var turn = new Turn(NowMs, timers);
        work(turn);
        foreach (var record in turn.Records)
        {
            if (DiskIsFull)
            {
                Machines.OnStoringFailed(record, turn);
                foreach (var answer in turn.Answers) answer.Refuse(ErrorCode.CoordinatorNotAvailable);
                return;
            }

            records.Add(record);
            Apply(record);
            Machines.OnStored(record);
        }

        foreach (var answer in turn.Answers) answer.Send();
    }

    /// <summary>Asks and leaves the answer to come: check <see cref="Reply{T}.Settled"/>.</summary>
    public Reply<TResponse> Ask<TResponse>(Func<ErrorCode, TResponse> refusal, Action<Reply<TResponse>, Turn> ask)
    {
        var reply = new Reply<TResponse>(refusal);
        Run(turn => ask(reply, turn));
        return reply;
    }

    /// <summary>Asks for something that must be answered at once.</summary>
    public TResponse AskNow<TResponse>(Func<ErrorCode, TResponse> refusal, Action<Reply<TResponse>, Turn> ask) => Ask(refusal, ask).Now();

    /// <summary>Lets time pass, firing every timer at its time.</summary>
    public void Advance(long milliseconds)
    {
        var untilMs = NowMs + milliseconds;
        while (timers.NextDueMs is { } dueMs && dueMs <= untilMs)
        {
            NowMs = Math.Max(NowMs, dueMs);
            Assert.True(timers.TryTakeDue(NowMs, out var timer));
            Run(turn => Machines.OnTimer(timer, turn));
        }

        NowMs = untilMs;
    }

    /// <summary>A new process on the same records and partitions; parked requests are lost.</summary>
    public MachineRig Restart() => new(options, Partitions, records, NowMs);

    /// <summary>A new process on a snapshot of the state instead of the records that led to it.</summary>
    public MachineRig RestartFromSnapshot()
    {
        var snapshot = new SnapshotRecords();
        State.Save(snapshot);
        return new(options, Partitions, snapshot.Records, NowMs);
    }

    private void Apply(JournalRecord record)
    {
        using var buffer = new GrowingBuffer();
        var type = JournalRecordCodec.Write(buffer, record);
        State.Apply(type, buffer.Written);
    }

    private sealed class SnapshotRecords : IJournal
    {
        public List<JournalRecord> Records { get; } = [];

        public void Append(JournalRecordType type, ReadOnlySpan<byte> payload) => Records.Add(JournalRecordCodec.Read(type, payload)!);
    }
}

internal static class ReplyAnswers
{
    /// <summary>The answer, which must be there.</summary>
    public static T Now<T>(this Reply<T> reply)
    {
        Assert.True(reply.Settled.IsCompletedSuccessfully, "The request is parked, but an answer was expected.");
        return reply.Settled.GetAwaiter().GetResult();
    }

    public static bool IsParked<T>(this Reply<T> reply) => !reply.Settled.IsCompleted;
}
