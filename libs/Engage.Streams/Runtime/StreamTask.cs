using System.Diagnostics;
using Engage.Streams.Ports;
using Engage.Streams.State;

namespace Engage.Streams.Runtime;

/// <summary>One partition of every input with its processor, state and uncommitted output. Belongs to one worker thread; while it restores, its database belongs to the restore thread.</summary>
internal sealed class StreamTask
{
    private readonly WorkerPlan plan;
    private readonly WorkerServices services;
    private readonly TaskContext context;
    private readonly DeadLetterWriter deadLetters;
    private readonly long[] endsBehindHeld;
    private Suspect suspect;
    private IProcessor? processor;

    public StreamTask(WorkerPlan plan, int partition, WorkerServices services, Action wake)
    {
        this.plan = plan;
        this.services = services;
        Partition = partition;
        Inputs = [.. plan.Inputs.Select(topic => new TopicPartition(topic, partition))];
        Held = [.. plan.Inputs.Select(_ => new HeldRecords())];
        Waits = [.. plan.Inputs.Select(_ => new WaitReason())];
        IsAtEnd = new bool[Inputs.Length];
        IsPaused = new bool[Inputs.Length];
        KnownEnds = [.. plan.Inputs.Select(_ => TopicPartitionOffset.None)];
        endsBehindHeld = new long[Inputs.Length];
        Positions = new long[Inputs.Length];
        CommittedPositions = new long[Inputs.Length];
        Outputs = new OutputBuffer(plan.Options.RecordBytesMax);
        if (plan.Topology.IsStateful)
        {
            Store = new TaskStore(plan.Topology.Stores, (int)Math.Min(plan.Options.CommittedCacheBytes / plan.PartitionCount, 1 << 30));
            Timers = new TimerQueue(Store);
        }

        deadLetters = new DeadLetterWriter(plan, services, Outputs, partition);
        context = new TaskContext(this, plan, wake);
    }

    public int Partition { get; }

    public TaskState State { get; private set; } = TaskState.Closed;

    /// <summary>Why the task has stopped; null while it has not.</summary>
    public string? StopReason { get; private set; }

    public TopicPartition[] Inputs { get; }

    /// <summary>Next offset to process, per input.</summary>
    public long[] Positions { get; }

    /// <summary>The same as of the last commit.</summary>
    public long[] CommittedPositions { get; }

    /// <summary>End of each input as last heard of; −1 while unknown.</summary>
    public long[] KnownEnds { get; }

    public bool[] IsAtEnd { get; }

    public HeldRecords[] Held { get; }

    public WaitReason[] Waits { get; }

    public bool[] IsPaused { get; }

    public OutputBuffer Outputs { get; }

    /// <summary>Null in a stateless worker; so are <see cref="Timers"/> and the changelog.</summary>
    public TaskStore? Store { get; }

    public TimerQueue? Timers { get; }

    public TaskMeta Meta { get; set; } = new();

    public DeliveryReport HeaderReport { get; } = new();

    public long StreamTimeMicros { get; private set; }

    /// <summary>Failures of the database since it last took a commit.</summary>
    public int StoreFailures { get; set; }

    /// <summary>The restore under way, or done but not started from.</summary>
    public RestoreJob? Restore { get; set; }

    public bool WantsCommit { get; set; }

    public bool IsWaiting
    {
        get
        {
            foreach (var wait in Waits)
            {
                if (wait.IsWaiting) return true;
            }

            return false;
        }
    }

    public bool HasMoved => !Positions.AsSpan().SequenceEqual(CommittedPositions);

    public bool HasChanges => Outputs.Count > 0 || Store is { DirtyCount: > 0 };

    public bool IsDirty => State == TaskState.Running && (HasMoved || HasChanges);

    public int UncommittedBytes => Outputs.SizeBytes + (Store?.DirtyBytes ?? 0);

    public TaskStatus ReadStatus()
    {
        var isLagKnown = State == TaskState.Running && !KnownEnds.Contains(TopicPartitionOffset.None);
        var lag = isLagKnown ? KnownEnds.Zip(Positions, (end, position) => Math.Max(0, end - position)).Sum() : (long?)null;
        return new TaskStatus(Partition, State, StopReason, lag, Restore?.Remaining ?? 0, UncommittedBytes, Store?.Cache.Hits ?? 0, Store?.Cache.Misses ?? 0);
    }

    public void Change(TaskState state)
    {
        if (State == state) return;
        State = state;
        services.Events.TaskChanged(plan.Worker, Partition, state);
    }

    public void Stop(string reason)
    {
        Rewind();
        StopReason = reason;
        Change(TaskState.Stopped);
        services.Events.IntegrityAlarm(plan.Worker, Partition, reason);
    }

    /// <summary>Starts processing at these offsets, with the state as restored.</summary>
    public void Run(long[] positions)
    {
        positions.CopyTo(Positions, 0);
        for (var input = 0; input < positions.Length; input++) CommittedPositions[input] = CommittedAtStart(input);
        StreamTimeMicros = Meta.StreamTimeMicros;
        Timers?.FindNext();
        if (processor is IRewindable rewindable) rewindable.OnRewound();
        processor ??= plan.Topology.CreateProcessor(context);
        Restore = null;
        Change(TaskState.Running);
    }

    /// <remarks>
    /// A group without offset, at the beginning of an untouched partition, has nothing to commit. To commit that 0 would give the first transaction with records the start 0, and a group set back to the beginning
    /// would look like that transaction torn.
    /// </remarks>
    private long CommittedAtStart(int input)
    {
        var group = Restore?.GroupOffsets[input] ?? Positions[input];
        return group == TopicPartitionOffset.None && Positions[input] == 0 ? 0 : group;
    }

    /// <summary>Takes a fetched record, or the end of a partition.</summary>
    /// <returns>Whether a record was processed now.</returns>
    public bool Accept(PollResult kind, in FetchedRecord fetched)
    {
        var input = fetched.TopicIndex;
        if (kind == PollResult.EndOfPartition)
        {
            ReachEnd(input, fetched.Offset);
            return false;
        }

        IsAtEnd[input] = false;
        endsBehindHeld[input] = 0;
        if (Held[input].Count == 0 && TryProcess(input, fetched)) return true;
        Held[input].Add(fetched);
        return false;
    }

    /// <summary>Tries the records that wait, oldest first.</summary>
    /// <returns>How many could be processed.</returns>
    public int RetryHeld(int input, int recordsMax)
    {
        var done = 0;
        while (done < recordsMax && Held[input].Count > 0 && (!Waits[input].IsWaiting || Waits[input].MayRetry(services.Time.GetTimestamp())))
        {
            if (!TryProcess(input, Held[input].Peek(input, Partition))) break;
            Held[input].RemoveFirst();
            done++;
        }

        if (done > 0 && Held[input].Count == 0 && endsBehindHeld[input] > 0) ReachEnd(input, endsBehindHeld[input]);
        return done;
    }

    public void Tick(long nowMicros)
    {
        Outputs.TimestampMicros = nowMicros;
        try
        {
            Timers?.Fire(processor!, nowMicros);
            processor!.OnTick(nowMicros);
        }
        catch (Exception error) when (error is not StateStoreException)
        {
            throw new ProcessingException(this, $"{plan.Worker}[{Partition}] threw in a tick or timer.", error);
        }
    }

    /// <summary>The transaction is committed and applied.</summary>
    public void Committed()
    {
        Positions.CopyTo(CommittedPositions, 0);
        Store?.Committed();
        Outputs.Clear();
        WantsCommit = false;
        StoreFailures = 0;
    }

    /// <summary>Tells the processor, once every task has taken the commit in.</summary>
    public void NotifyCommitted()
    {
        try
        {
            processor!.OnCommitted();
        }
        catch (Exception error) when (error is not StateStoreException)
        {
            throw new ProcessingException(this, $"{plan.Worker}[{Partition}] threw after a commit.", error);
        }
    }

    /// <summary>Forgets everything since the last commit.</summary>
    public void Rewind()
    {
        if (!services.Failpoints.IsOff(Protections.DropOnRewind)) Store?.Drop();
        Outputs.Clear();
        WantsCommit = false;
        foreach (var held in Held) held.Clear();
        foreach (var wait in Waits) wait.Clear();
        Array.Clear(IsAtEnd);
        Array.Clear(endsBehindHeld);
        if (processor is not IRewindable) DisposeProcessor(); // A rewindable one hears of it when the state is settled.
    }

    /// <summary>Lets processor and database go.</summary>
    public void Close()
    {
        DisposeProcessor();
        CloseStore();
        Change(TaskState.Closed);
    }

    public void CloseStore()
    {
        if (Store is null) return;
        Store.Drop();
        Store.ForgetCached();
        Store.Backend?.Dispose();
        Store.Backend = null;
    }

    /// <summary>What the state has seen: the start of the next transaction in the changelog's chain.</summary>
    public long[] SeenPositions()
    {
        var seen = (long[])Positions.Clone();
        for (var input = 0; input < Math.Min(seen.Length, Meta.NextInput.Length); input++) seen[input] = Meta.NextInput[input];
        return seen;
    }

    public bool IsEverythingAtEnd() => !IsAtEnd.Contains(false);

    private void DisposeProcessor()
    {
        (processor as IDisposable)?.Dispose();
        processor = null;
    }

    private void ReachEnd(int input, long nextOffset)
    {
        if (Held[input].Count > 0)
        {
            endsBehindHeld[input] = nextOffset; // Reached once what waits has been processed; the client says it only once.
            return;
        }

        IsAtEnd[input] = true;
        Positions[input] = Math.Max(Positions[input], nextOffset);
    }

    private bool TryProcess(int input, in FetchedRecord fetched)
    {
        if (fetched.Offset < Positions[input]) return true; // Seen before; a seek is on its way.
        if (suspect.Throws >= Suspect.ThrowsMax && suspect.Is(input, fetched.Offset)) return TrySetAside(input, fetched);

        var result = Process(input, fetched);
        switch (result.Outcome)
        {
            case ProcessOutcome.Done:
                break;
            case ProcessOutcome.Poison:
                deadLetters.Write(Inputs[input], input, fetched, (DecodeError)result.Detail!);
                break;
            default:
                Waits[input].Set(result, services.Time);
                return false;
        }

        Passed(input, fetched);
        return true;
    }

    private ProcessResult Process(int input, in FetchedRecord fetched)
    {
        Outputs.TimestampMicros = fetched.TimestampMicros;
        var (outputs, writes) = (Outputs.Count, Store?.WriteCount ?? 0);
        ProcessResult result;
        try
        {
            result = processor!.Process(AsInput(input, fetched));
        }
        catch (DecodeException undecodable) when (Outputs.Count == outputs && (Store?.WriteCount ?? 0) == writes)
        {
            return ProcessResult.Poison(undecodable.Error);
        }
        catch (Exception error) when (error is not StateStoreException)
        {
            suspect.Count(input, fetched.Offset);
            throw new ProcessingException(this, $"{plan.Worker}[{Partition}] threw at {Inputs[input]}@{fetched.Offset} (time {suspect.Throws} of {Suspect.ThrowsMax}).", error);
        }

        if (result.Outcome != ProcessOutcome.Done && (Outputs.Count != outputs || (Store?.WriteCount ?? 0) != writes))
        {
            throw new UnreachableException(
                $"The processor of {plan.Worker} answered {result.Outcome} at {Inputs[input]}@{fetched.Offset} after it had written something for that record; it must decide before it writes.");
        }

        return result;
    }

    /// <summary>Processes a record that threw before in a transaction of its own, so that nothing else is lost if it throws again.</summary>
    private bool TrySetAside(int input, in FetchedRecord fetched)
    {
        if (IsDirty)
        {
            WantsCommit = true;
            Waits[input].Set(ProcessResult.Wait, services.Time);
            return false;
        }

        try
        {
            if (Process(input, fetched).Outcome != ProcessOutcome.Done) return false; // Rare enough to come back through the loop.
        }
        catch (ProcessingException threw)
        {
            Store?.Drop();
            Outputs.Clear();
            if (processor is IRewindable rewindable) rewindable.OnRewound();
            else DisposeProcessor();
            processor ??= plan.Topology.CreateProcessor(context);
            if (plan.Options.ProcessorFailure == ProcessorFailure.StopTask || plan.DeadLettersIndex < 0)
                throw new IntegrityException($"{Inputs[input]}@{fetched.Offset} makes the processor throw {threw.InnerException!.GetType().Name} each time.");
            deadLetters.Write(Inputs[input], input, fetched, new DecodeError("processor_failed", $"Processing threw {threw.InnerException!.GetType().Name} {Suspect.ThrowsMax + 1} times."));
        }

        suspect = default;
        WantsCommit = true;
        Passed(input, fetched);
        return true;
    }

    private void Passed(int input, in FetchedRecord fetched)
    {
        Positions[input] = fetched.Offset + 1;
        StreamTimeMicros = Math.Max(StreamTimeMicros, fetched.TimestampMicros);
        if (Waits[input].IsWaiting) Waits[input].Clear();
        services.Counters.Records++;
    }

    private InputRecord AsInput(int input, in FetchedRecord fetched) => new()
    {
        Topic = plan.Topology.Inputs[input],
        Partition = fetched.Partition,
        Offset = fetched.Offset,
        TimestampMicros = fetched.TimestampMicros,
        Key = fetched.Key,
        HasKey = fetched.HasKey,
        Value = fetched.Value,
        IsTombstone = !fetched.HasValue,
        Headers = fetched.Headers,
    };
}
