using System.Collections.Concurrent;
using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>One worker thread: polls, processes, ticks, commits, and sets everything back when a transaction is lost. <see cref="RunOnce"/> is one turn; production, driver and simulation call the same.</summary>
internal sealed class WorkerLoop : IRebalanceListener, IDisposable
{
    private const int BatchRecordsMax = 2048;
    private const int ClockEveryRecords = 64;
    private const int HeldRecordsMax = 256;
    private const int HeldBytesMax = 1 << 20;
    private const int HeldRetryRecordsMax = 2048;

    private static readonly TimeSpan BatchTimeMax = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan WaitPoll = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan OffsetsTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LagInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(10);

    private readonly WorkerPlan plan;
    private readonly WorkerServices services;
    private readonly IInputConsumer consumer;
    private readonly ProducerHolder producers;
    private readonly Transaction transaction;
    private readonly CommitPolicy policy;
    private readonly Backoff backoff;
    private readonly AssignmentWatch watch;
    private readonly StreamTask?[] tasks;
    private readonly HashSet<TopicPartition> owned = [];
    private readonly List<TopicPartition> toPause = [];
    private readonly List<StreamTask> dirty = [];
    private readonly ConcurrentQueue<IQuery> queries = [];
    private Exception? deferred;
    private StreamTask? current;
    private int uncommittedRecords;
    private long lastCommitAt;
    private long lastRecordAt;
    private long lastTickAt;
    private long lastLagAt;
    private long dirtySince;
    private int wakes;

    public WorkerLoop(WorkerPlan plan, int thread, WorkerServices services)
    {
        this.plan = plan;
        this.services = services;
        var instance = $"{services.InstanceId}-{thread}";
        tasks = new StreamTask?[plan.PartitionCount];
        policy = new CommitPolicy(plan.Options);
        backoff = new Backoff(services.Time, Backoff.FailuresMax);
        producers = new ProducerHolder(plan, services, $"{plan.Group}.{instance}");
        consumer = services.Client.CreateConsumer(new ConsumerSettings(plan.Group, services.Failpoints.IsOff(Protections.StaticMembership) ? null : instance, plan.Assignor, plan.Inputs, plan.Options.SessionTimeout), this);
        transaction = new Transaction(plan, services, consumer);
        watch = new AssignmentWatch(plan, services);
        lastCommitAt = lastRecordAt = lastTickAt = services.Time.GetTimestamp();
    }

    /// <summary>The tasks owned now, null elsewhere; may be read, not relied on, by other threads.</summary>
    public IReadOnlyList<StreamTask?> Tasks => tasks;

    public LoopCounters Counters => services.Counters;

    /// <summary>Monotonic time of the last turn, for liveness.</summary>
    public long LastTurnAt { get; private set; }

    public bool IsProducerReady => producers.IsReady;

    /// <summary>Whether it waits before trying again after failures.</summary>
    public bool IsPausing => backoff.IsPausing || (!producers.IsReady && producers.IsPausing);

    /// <summary>Has tasks ticked at the next turn; from any thread.</summary>
    public void Wake() => Volatile.Write(ref wakes, 1);

    public bool Owns(int partition) => tasks[partition] is not null;

    /// <summary>Has a read done between two turns; from any thread.</summary>
    public Task<T> Query<T>(int partition, Func<ITaskQuery, T> read)
    {
        var query = new Query<T>(plan.Worker, partition, read);
        queries.Enqueue(query);
        Wake();
        return query.Answer;
    }

    /// <summary>Figures of the tasks; from any thread.</summary>
    public IEnumerable<TaskStatus> ReadStatus() => tasks.Where(task => task is not null).Select(task => task!.ReadStatus());

    /// <summary>One turn. What it can mend it mends; only <see cref="WorkerFatalException"/> and the unforeseen leave it.</summary>
    public void RunOnce()
    {
        LastTurnAt = services.Time.GetTimestamp();
        current = null;
        try
        {
            Turn();
        }
        catch (TransactionLostException lost)
        {
            Rewind(lost);
        }
        catch (ProcessingException threw)
        {
            services.Events.Rewound(plan.Worker, "processing", threw);
            backoff.Failed();
            SetBack(threw.Task);
        }
        catch (IntegrityException alarm) when (current is not null)
        {
            Pause(current);
            current.Stop(alarm.Message);
        }
        catch (StateStoreException broken) when (current is not null)
        {
            RecoverStore(current, broken);
        }
        catch (ClientException error)
        {
            Answer(error);
        }
    }

    /// <summary>Commits, gives the partitions back (a static member does not leave its group) and closes everything.</summary>
    public void Shutdown()
    {
        try
        {
            if (producers.IsReady) Commit();
            consumer.Close();
        }
        catch (Exception error) when (error is StreamsException or ClientException or StateStoreException)
        {
            services.Events.Fault(plan.Worker, "shutdown", error); // A restart recovers as from a crash.
        }
    }

    public void Dispose()
    {
        foreach (var task in tasks) Close(task);
        consumer.Dispose();
        producers.Dispose();
    }

    void IRebalanceListener.Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            owned.Add(partition);
            toPause.Add(partition);
        }

        foreach (var partition in partitions.Select(partition => partition.Partition).Distinct()) Adopt(partition);
        if (plan.Assignor == Assignor.Range) CloseSuspended();
    }

    void IRebalanceListener.Revoked(IReadOnlyList<TopicPartition> partitions)
    {
        services.Failpoints.Hit(Failpoints.RevokeStart);
        try
        {
            if (producers.IsReady && !backoff.IsPausing) Commit();
        }
        catch (Exception error) when (error is StreamsException or StateStoreException)
        {
            deferred ??= error;
        }

        GiveBack(partitions, plan.Assignor == Assignor.Range ? TaskState.Suspended : TaskState.Closed);
    }

    void IRebalanceListener.Lost(IReadOnlyList<TopicPartition> partitions)
    {
        GiveBack(partitions, TaskState.Closed);
        deferred ??= new TransactionLostException("partitions_lost", ProducerFate.Keep, "The group gave partitions to others before they were handed over.");
    }

    private void Turn()
    {
        services.Restorer.Serve();
        if (!backoff.IsPausing && producers.Ensure()) AdvanceTasks();
        var records = Drain();
        if (backoff.IsPausing || !producers.IsReady) return;

        records += RetryHeld();
        Tick(records);
        CommitIfDue(records);
        while (queries.TryDequeue(out var query)) query.Run(tasks);
        NoteLag();
        AskForUnassigned();
        producers.Current?.Serve(TimeSpan.Zero); // None, if the commit just now had to throw it away.
    }

    /// <summary>Reads the group's offsets for tasks that need them, has them restored, and starts those that are.</summary>
    private void AdvanceTasks()
    {
        if (tasks.Any(task => task?.State == TaskState.Assigned)) BeginRestores();
        foreach (var task in tasks)
        {
            if (task is { State: TaskState.Restoring, Restore.IsCompleted: true }) Finish(current = task, task.Restore);
        }
    }

    private void BeginRestores()
    {
        var waiting = tasks.Where(task => task?.State == TaskState.Assigned).Select(task => task!).ToArray();
        var partitions = waiting.SelectMany(task => task.Inputs).ToArray();
        var offsets = new long[partitions.Length];
        try
        {
            consumer.ReadCommitted(partitions, offsets, OffsetsTimeout);
        }
        catch (ClientException pending) when (pending.Fault == ClientFault.Retriable)
        {
            return; // A transaction of the former owner has not ended yet; poll, then ask again.
        }

        for (var i = 0; i < waiting.Length; i++)
        {
            var task = waiting[i];
            if (services.Failpoints.IsOff(Protections.AskAfterLoss)) task.CommittedPositions.CopyTo(offsets, i * plan.Inputs.Length);
            task.Restore = new RestoreJob(task, plan, services, offsets[(i * plan.Inputs.Length)..((i + 1) * plan.Inputs.Length)]);
            task.Change(TaskState.Restoring);
            services.Restorer.Start(task.Restore);
        }
    }

    private void Finish(StreamTask task, RestoreJob restore)
    {
        switch (restore.Error)
        {
            case null:
                Start(task, restore);
                break;
            case IntegrityException alarm:
                task.Stop(alarm.Message);
                break;
            case StateStoreException broken:
                RecoverStore(task, broken);
                break;
            case ClientException trouble:
                services.Events.Fault(plan.Worker, $"restore of partition {task.Partition}", trouble);
                backoff.Failed();
                task.Change(TaskState.Assigned);
                break;
            default:
                throw restore.Error;
        }
    }

    private void Start(StreamTask task, RestoreJob restore)
    {
        try
        {
            for (var input = 0; input < task.Inputs.Length; input++) consumer.Seek(new TopicPartitionOffset(task.Inputs[input], restore.StartOffsets[input]));
        }
        catch (ClientException early) when (early.Fault == ClientFault.Retriable)
        {
            return; // The assignment has not settled in the client; the next turn tries again.
        }

        services.Events.Restored(plan.Worker, task.Partition, restore.Records, restore.Elapsed);
        for (var input = 0; input < task.Inputs.Length; input++) ReportSkipped(task, input, restore);
        task.Run(restore.StartOffsets);
        consumer.Resume(task.Inputs);
        Array.Clear(task.IsPaused);
    }

    private void ReportSkipped(StreamTask task, int input, RestoreJob restore)
    {
        var (group, start) = (restore.GroupOffsets[input], restore.StartOffsets[input]);
        if (group == TopicPartitionOffset.None || group >= start) return;
        services.Counters.Skipped += start - group;
        services.Events.InputSkipped(plan.Worker, task.Partition, plan.Topology.Inputs[input], group, start);
    }

    /// <returns>Records processed.</returns>
    private int Drain()
    {
        var started = LastTurnAt;
        var timeout = PollTimeout();
        var processed = 0;
        for (var polled = 1; polled <= BatchRecordsMax && uncommittedRecords + processed < plan.Options.RecordsMax; polled++)
        {
            var kind = consumer.Poll(timeout, out var fetched);
            AfterPoll();
            if (kind == PollResult.Nothing) break;

            timeout = TimeSpan.Zero;
            var task = tasks[fetched.Partition];
            if (task?.State != TaskState.Running) continue; // What a client returns in the very call that assigns belongs to nobody yet.

            current = task;
            if (kind == PollResult.Record && fetched.Offset < task.Positions[fetched.TopicIndex]) SeekAgain(task, fetched.TopicIndex);
            else if (task.Accept(kind, fetched)) processed++;
            else if (kind == PollResult.Record) PauseIfFull(task, fetched.TopicIndex);
            if (polled % ClockEveryRecords == 0 && services.Time.GetElapsedTime(started) > BatchTimeMax) break;
            if (task.UncommittedBytes >= plan.Options.UncommittedBytesMax) break;
        }

        current = null;
        return processed;
    }

    private void AfterPoll()
    {
        if (toPause.Count > 0)
        {
            consumer.Pause([.. toPause.Where(owned.Contains)]);
            toPause.Clear();
        }

        if (deferred is null) return;
        var error = deferred;
        deferred = null;
        throw error;
    }

    /// <summary>The client may go back to where it was first told to start, after the seek; never past what was sought.</summary>
    private void SeekAgain(StreamTask task, int input)
    {
        try
        {
            consumer.Seek(new TopicPartitionOffset(task.Inputs[input], task.Positions[input]));
        }
        catch (ClientException early) when (early.Fault == ClientFault.Retriable)
        {
            services.Events.Fault(plan.Worker, $"seek in {task.Inputs[input]}", early); // What comes meanwhile is below the position; the next one of it tries again.
        }
    }

    private void PauseIfFull(StreamTask task, int input)
    {
        var held = task.Held[input];
        if (task.IsPaused[input] || (held.Count < HeldRecordsMax && held.SizeBytes < HeldBytesMax)) return;
        consumer.Pause([task.Inputs[input]]);
        task.IsPaused[input] = true;
    }

    /// <returns>Records processed.</returns>
    private int RetryHeld()
    {
        var processed = 0;
        foreach (var task in tasks)
        {
            if (task?.State != TaskState.Running) continue;
            current = task;
            for (var input = 0; input < task.Held.Length; input++)
            {
                processed += task.RetryHeld(input, HeldRetryRecordsMax);
                if (!task.IsPaused[input] || task.Held[input].Count > 0) continue;
                consumer.Resume([task.Inputs[input]]);
                task.IsPaused[input] = false;
            }
        }

        current = null;
        return processed;
    }

    private void Tick(int records)
    {
        var woken = Interlocked.Exchange(ref wakes, 0) != 0;
        if (records == 0 && !woken && services.Time.GetElapsedTime(lastTickAt) < plan.Topology.TickInterval) return;

        lastTickAt = services.Time.GetTimestamp();
        var nowMicros = services.NowMicros();
        foreach (var task in tasks)
        {
            if (task?.State == TaskState.Running) (current = task).Tick(nowMicros);
        }

        current = null;
    }

    private void CommitIfDue(int records)
    {
        uncommittedRecords += records;
        if (records > 0) lastRecordAt = services.Time.GetTimestamp();
        if (dirtySince == 0 && IsAnyDirty()) dirtySince = services.Time.GetTimestamp();
        if (policy.IsDue(Situation())) Commit();
    }

    private bool IsAnyDirty()
    {
        foreach (var task in tasks)
        {
            if (task is { IsDirty: true }) return true;
        }

        return false;
    }

    private CommitSituation Situation()
    {
        var (isDirty, hasChanges, isRequested, isAtEnd, bytes, partitions) = (false, false, false, true, 0L, 0);
        foreach (var task in tasks)
        {
            if (task?.State != TaskState.Running) continue;
            isDirty |= task.IsDirty;
            hasChanges |= task.HasChanges;
            isRequested |= task.WantsCommit;
            isAtEnd &= task.IsEverythingAtEnd();
            bytes += task.UncommittedBytes;
            if (task.IsDirty) partitions += 1 + (task.Store is null ? 0 : 1);
        }

        var time = services.Time;
        return new CommitSituation
        {
            IsDirty = isDirty,
            HasChanges = hasChanges,
            IsRequested = isRequested,
            IsAtEnd = isAtEnd,
            Records = uncommittedRecords,
            Bytes = bytes,
            PartitionsTouched = partitions,
            SinceCommit = time.GetElapsedTime(lastCommitAt),
            SinceDirty = dirtySince == 0 ? TimeSpan.Zero : time.GetElapsedTime(dirtySince),
            SinceRecord = time.GetElapsedTime(lastRecordAt),
        };
    }

    private TimeSpan PollTimeout()
    {
        if (Volatile.Read(ref wakes) != 0) return TimeSpan.Zero;
        var idle = plan.Topology.TickInterval;
        foreach (var task in tasks)
        {
            if (task is null) continue;
            if (task.State is TaskState.Restoring or TaskState.Assigned || task.IsWaiting) return WaitPoll;
        }

        return backoff.IsPausing ? idle : policy.PollMax(Situation(), idle);
    }

    /// <summary>The client may be asked by its own thread only, so the figures are fetched here, now and then.</summary>
    private void NoteLag()
    {
        if (services.Time.GetElapsedTime(lastLagAt) < LagInterval) return;
        lastLagAt = services.Time.GetTimestamp();
        foreach (var task in tasks)
        {
            if (task?.State != TaskState.Running) continue;
            for (var input = 0; input < task.Inputs.Length; input++) task.KnownEnds[input] = consumer.TryGetKnownEnd(task.Inputs[input]) ?? TopicPartitionOffset.None;
        }
    }

    private void AskForUnassigned()
    {
        if (services.Failpoints.IsOff(Protections.AssignmentWatch)) return;
        if (watch.FindUnassigned() is not (> 0 and var unassigned)) return;
        services.Events.Fault(plan.Worker, "assignment", new ClientException(ClientFault.Retriable, "Unassigned", $"The group {plan.Group} has given {unassigned} partitions to nobody; joining it again."));
        consumer.Rejoin();
    }

    private void Commit()
    {
        dirty.Clear();
        foreach (var task in tasks)
        {
            if (task is { IsDirty: true }) dirty.Add(task);
        }

        if (dirty.Count == 0) return;

        var started = services.Time.GetTimestamp();
        var report = new CommitReport(plan.Worker, uncommittedRecords, dirty.Sum(task => task.Store?.DirtyCount ?? 0), dirty.Sum(task => task.Outputs.Count), default, default);
        producers.BeforeTransaction();
        var failed = transaction.Commit(producers.Current!, dirty);
        Volatile.Write(ref services.Counters.Commits, services.Counters.Commits + 1);
        services.Events.Committed(report with { Elapsed = services.Time.GetElapsedTime(started), Age = services.Time.GetElapsedTime(dirtySince == 0 ? started : dirtySince) });
        lastCommitAt = services.Time.GetTimestamp();
        uncommittedRecords = 0;
        dirtySince = 0;
        backoff.Succeeded();

        foreach (var task in failed) RecoverStore(task, null);
        foreach (var task in dirty)
        {
            if (task.State == TaskState.Running) task.Committed();
        }

        producers.AfterTransaction(transaction.HasRepeated);
        foreach (var task in dirty)
        {
            if (task.State == TaskState.Running) task.NotifyCommitted();
        }
    }

    /// <summary>The one way back, after whatever went wrong: forget, settle the producer, then ask the log how far things have come.</summary>
    private void Rewind(TransactionLostException lost)
    {
        services.Counters.Rewinds++;
        services.Events.Rewound(plan.Worker, lost.Cause, lost);
        backoff.Failed();
        foreach (var task in tasks)
        {
            if (task?.State == TaskState.Running) SetBack(task);
        }

        uncommittedRecords = 0;
        dirtySince = 0;
        producers.Settle(lost, AbortTimeout);
    }

    private void SetBack(StreamTask task)
    {
        Pause(task);
        task.Rewind();
        task.Change(TaskState.Assigned);
    }

    private void RecoverStore(StreamTask task, StateStoreException? error)
    {
        if (error is not null) services.Events.Fault(plan.Worker, $"state of partition {task.Partition}", error);
        StoreRecovery.Recover(task, plan, services, error);
        SetBack(task);
    }

    private void Pause(StreamTask task)
    {
        consumer.Pause([.. task.Inputs.Where(owned.Contains)]);
        Array.Fill(task.IsPaused, true);
    }

    private void Answer(ClientException error)
    {
        switch (error.Fault)
        {
            case ClientFault.Transport:
            case ClientFault.Retriable:
                services.Events.Fault(plan.Worker, "client", error);
                break;
            case ClientFault.OffsetGone:
                InputGone(error);
                break;
            case ClientFault.Fatal:
            case ClientFault.FencedInstance:
                throw new WorkerFatalException(WorkerExit.FencedByTwin, $"The consumer was fenced: another process uses the instance id {services.InstanceId}. {error.Message}", error);
            case ClientFault.NotAuthorized:
            case ClientFault.UnknownTopic:
                throw new WorkerFatalException(WorkerExit.Misconfigured, error.Message, error);
            default:
                throw new WorkerFatalException(WorkerExit.Failed, error.Message, error);
        }
    }

    private void InputGone(ClientException error)
    {
        var task = error.Partition is { } partition ? tasks[partition.Partition] : null;
        if (task?.State != TaskState.Running) return; // Before its seek a task has no position that could be gone.
        if (services.Failpoints.IsOff(Protections.InputGapStop))
        {
            consumer.Seek(new TopicPartitionOffset(error.Partition!.Value, services.Admin.ReadLogStart(error.Partition.Value)));
            return;
        }

        Pause(task);
        task.Stop($"{error.Partition} no longer has the record at {task.Positions[Array.IndexOf(task.Inputs, error.Partition!.Value)]}: input was deleted before it was processed. {error.Message}");
    }

    private void Adopt(int partition)
    {
        var task = tasks[partition];
        if (task is not null && task.State != TaskState.Suspended) return;

        if (!plan.Inputs.All(input => owned.Contains(new TopicPartition(input, partition))))
        {
            deferred ??= new WorkerFatalException(WorkerExit.Misconfigured, $"The group gave partition {partition} of some inputs of {plan.Worker} to this process and the rest to another; all members must use the same assignor and version.");
            return;
        }

        task ??= new StreamTask(plan, partition, services, Wake);
        tasks[partition] = task;
        Array.Fill(task.IsPaused, true);
        task.Change(TaskState.Assigned);
    }

    private void GiveBack(IReadOnlyList<TopicPartition> partitions, TaskState next)
    {
        foreach (var partition in partitions)
        {
            owned.Remove(partition);
            var task = tasks[partition.Partition];
            if (task is null) continue;
            if (next == TaskState.Suspended && task.State is TaskState.Running or TaskState.Assigned)
            {
                task.Rewind();
                task.Change(TaskState.Suspended);
            }
            else if (task.State != TaskState.Suspended || next == TaskState.Closed)
            {
                Close(task);
            }
        }
    }

    private void CloseSuspended()
    {
        foreach (var task in tasks)
        {
            if (task?.State == TaskState.Suspended) Close(task);
        }
    }

    private void Close(StreamTask? task)
    {
        if (task is null) return;
        tasks[task.Partition] = null;
        if (task.Restore?.TryCancel() == true)
        {
            task.Change(TaskState.Closed); // The restore thread has the database; it closes it.
            return;
        }

        task.Close();
    }
}
