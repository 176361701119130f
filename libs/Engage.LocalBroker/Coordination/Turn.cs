namespace Engage.LocalBroker.Coordination;

/// <summary>
/// One turn of the coordinator: what a state machine is told (the time) and all it may do (record, answer, set timers). The machines do no input or
/// output of their own, so a turn can be inspected by a test exactly as the coordinator carries it out: records are stored, then answers are sent.
/// </summary>
/// <remarks>Not thread-safe; lives for one turn.</remarks>
internal sealed class Turn(long nowMs, TimerHeap timers)
{
    private readonly List<JournalRecord> records = [];
    private readonly List<StagedAnswer> answers = [];

    /// <summary>Milliseconds since the Unix epoch, steady while the process lives.</summary>
    public long NowMs { get; } = nowMs;

    public TimerHeap Timers { get; } = timers;

    /// <summary>To be stored in this order before any answer is sent.</summary>
    public IReadOnlyList<JournalRecord> Records => records;

    public IReadOnlyList<StagedAnswer> Answers => answers;

    public void Record(JournalRecord record) => records.Add(record);

    public void Answer<TResponse>(Reply<TResponse> reply, TResponse response) => answers.Add(StagedAnswer.Of(reply, response));
}
