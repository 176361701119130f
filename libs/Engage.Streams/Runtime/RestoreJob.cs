using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>Brings one task's state to the end of its changelog and decides where its inputs start. Runs in steps, on a restore thread.</summary>
/// <remarks>Made after the group's offsets were read; the end of the changelog is asked for only here, hence strictly afterwards: in the other order a commit in between would be missed.</remarks>
internal sealed class RestoreJob
{
    private const int BatchRecordsMax = 5_000;
    private const int BatchBytesMax = 8 << 20;
    private const int StepRecordsMax = 1_000;

    /// <summary>Longer than any transaction may stay open, its abort by the broker included.</summary>
    private static readonly TimeSpan StallMax = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    private readonly StreamTask task;
    private readonly WorkerPlan plan;
    private readonly WorkerServices services;
    private readonly StateBatch batch = new();
    private readonly Arena metaBytes = new();
    private readonly Lock gate = new();
    private readonly long startedAt;
    private long progressAt;
    private long target;
    private long logStart;
    private string? tooOld;
    private Phase phase;
    private volatile bool isCancelled;
    private volatile bool isCompleted;
    private bool isLockReported;

    /// <param name="groupOffsets">Per input; <see cref="TopicPartitionOffset.None"/> where the group has none.</param>
    public RestoreJob(StreamTask task, WorkerPlan plan, WorkerServices services, long[] groupOffsets)
    {
        this.task = task;
        this.plan = plan;
        this.services = services;
        GroupOffsets = groupOffsets;
        StartOffsets = new long[groupOffsets.Length];
        startedAt = progressAt = services.Time.GetTimestamp();
    }

    public long[] GroupOffsets { get; }

    /// <summary>Where processing starts, per input; valid once completed without error.</summary>
    public long[] StartOffsets { get; }

    public long Records { get; private set; }

    /// <summary>Changelog records still to read, roughly; for display.</summary>
    public long Remaining => isCompleted ? 0 : Math.Max(0, target - task.Meta.NextChangelogOffset);

    public bool IsCompleted => isCompleted;

    /// <summary>Why it failed; null if it did not.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Whether the last step met something that passes by itself: the next one should wait a little.</summary>
    public bool IsHeldUp { get; private set; }

    public TimeSpan Elapsed => services.Time.GetElapsedTime(startedAt);

    private TopicPartition Changelog => new(plan.Changelog!.Name, task.Partition);

    /// <summary>Ends the job at its next step, which closes the database.</summary>
    /// <returns>False if it has completed already: the database is the caller's to close.</returns>
    public bool TryCancel()
    {
        lock (gate)
        {
            if (isCompleted) return false;
            isCancelled = true;
            return true;
        }
    }

    /// <summary>Does a bounded piece of work.</summary>
    /// <returns>True when there is nothing left to do.</returns>
    public bool Step(ILogReader reader)
    {
        IsHeldUp = false;
        try
        {
            if (isCancelled) return Complete(null);
            if (phase == Phase.Open) phase = task.Store is null || Open(reader) ? Phase.Decide : Phase.Read;
            if (phase == Phase.Read && !Read(reader)) return false;
            phase = Phase.Decide;
            return DecideStart();
        }
        catch (ClientException error) when (error.Fault is ClientFault.Retriable or ClientFault.Transport)
        {
            IsHeldUp = true;
            return services.Time.GetElapsedTime(progressAt) > StallMax && Complete(error);
        }
        catch (StateStoreException locked) when (locked.Fault == StateFault.Locked && Elapsed < StoreRecovery.LockWaitMax)
        {
            IsHeldUp = true; // Whoever had it is still closing it.
            if (!isLockReported) services.Events.Fault(plan.Worker, $"state of partition {task.Partition}", locked);
            isLockReported = true;
            return false;
        }
        catch (Exception error) when (error is StreamsException or StateStoreException or ClientException)
        {
            return Complete(error);
        }
    }

    /// <remarks>Under the gate, or a cancel in this very moment would leave the database open with nobody to close it, and every later restore locked out.</remarks>
    private bool Complete(Exception? error)
    {
        lock (gate)
        {
            Error = isCancelled ? new OperationCanceledException("The task was taken away while it restored.") : error;
            if (Error is not null and not IntegrityException) task.CloseStore();
            isCompleted = true;
            return true;
        }
    }

    /// <returns>Whether nothing is to be read.</returns>
    private bool Open(ILogReader reader)
    {
        var end = Known(services.Failpoints.IsOff(Protections.RestoreToHighWatermark) ? services.Admin.ReadStableEnd(Changelog) : services.Admin.ReadHighWatermark(Changelog));
        logStart = Known(services.Admin.ReadLogStart(Changelog));
        OpenStore(end);
        target = end;
        tooOld = WhyTooOld();
        if (task.Meta.NextChangelogOffset >= target || services.Failpoints.IsOff(Protections.Restore)) return true;
        reader.Assign(new TopicPartitionOffset(Changelog, Math.Max(task.Meta.NextChangelogOffset, logStart)));
        return false;
    }

    /// <summary>An offset that is none would end the restore at once, with an empty state.</summary>
    private static long Known(long offset) => offset >= 0 ? offset : throw new ClientException(ClientFault.Retriable, "OffsetUnknown", "The cluster answered without an offset.");

    private void OpenStore(long end)
    {
        var store = task.Store!;
        if (store.Backend is null)
        {
            task.Meta = new TaskMeta();
            try
            {
                store.Backend = services.Stores.Open(plan.Worker, task.Partition);
            }
            catch (StateStoreException damaged) when (damaged.Fault == StateFault.Corrupt)
            {
                Wipe(damaged.Message);
            }
        }

        var meta = ReadMeta(store.Backend!, out var unusable);
        unusable ??= WhyStale(meta, end);
        if (unusable is not null)
        {
            store.Backend!.Dispose();
            Wipe(unusable);
            meta = null;
        }

        task.Meta = meta ?? new TaskMeta { ChangelogTopicId = plan.Changelog!.TopicId };
    }

    private static TaskMeta? ReadMeta(IStateStoreBackend backend, out string? unusable)
    {
        using var stored = backend.Get(TaskMeta.Key);
        var meta = stored.IsFound ? TaskMeta.Read(stored.Bytes) : null;
        unusable = stored.IsFound && meta is null ? "its format is another version's" : null;
        return meta;
    }

    private string? WhyStale(TaskMeta? meta, long end)
    {
        if (meta is null) return null;
        if (meta.ChangelogTopicId != plan.Changelog!.TopicId) return "the changelog topic was deleted and made again";
        if (meta.NextChangelogOffset > end) return $"it is at changelog offset {meta.NextChangelogOffset}, beyond the changelog's end {end}";
        if (meta.NextChangelogOffset < logStart) return $"the changelog starts at {logStart}, after the state's offset {meta.NextChangelogOffset}";

        return null;
    }

    /// <summary>Tombstones older than this may be gone, and what they deleted would rise again.</summary>
    /// <remarks>Only if the changelog has a record that the state lacks: control markers alone make it no less current, however old.</remarks>
    private string? WhyTooOld()
    {
        var meta = task.Meta;
        if (meta.AppliedAtMicros == 0 || services.Failpoints.IsOff(Protections.WipeStale)) return null;
        var age = TimeSpan.FromMicroseconds(services.NowMicros() - meta.AppliedAtMicros);
        return age > plan.Changelog!.DeleteRetention / 2 ? $"it last changed {age.TotalHours:F0} h ago, more than half the time that the changelog keeps deletions" : null;
    }

    private void Wipe(string reason)
    {
        task.Store!.ForgetCached();
        services.Stores.Wipe(plan.Worker, task.Partition);
        services.Events.StateWiped(plan.Worker, task.Partition, reason);
        task.Store.Backend = services.Stores.Open(plan.Worker, task.Partition);
    }

    /// <returns>Whether the end was reached.</returns>
    private bool Read(ILogReader reader)
    {
        for (var count = 0; count < StepRecordsMax; count++)
        {
            switch (reader.Poll(count == 0 ? PollTimeout : TimeSpan.Zero, out var record))
            {
                case PollResult.Nothing:
                    FailIfStalled();
                    return false;
                case PollResult.EndOfPartition:
                    task.Meta.NextChangelogOffset = Math.Max(task.Meta.NextChangelogOffset, record.Offset);
                    if (task.Meta.NextChangelogOffset >= target) return ApplyLast();
                    FailIfStalled(); // An open transaction holds the readable end back; it will end.
                    return false;
                case PollResult.Record when tooOld is not null:
                    StartOver(reader, tooOld);
                    return false;
                default:
                    Take(record);
                    if (task.Meta.NextChangelogOffset >= target) return ApplyLast();
                    if (batch.Count >= BatchRecordsMax || batch.SizeBytes >= BatchBytesMax) ApplyBatch();
                    break;
            }
        }

        return false;
    }

    private void StartOver(ILogReader reader, string reason)
    {
        tooOld = null;
        task.Store!.Backend!.Dispose();
        Wipe(reason);
        task.Meta = new TaskMeta { ChangelogTopicId = plan.Changelog!.TopicId };
        reader.Assign(new TopicPartitionOffset(Changelog, logStart));
    }

    private void Take(in FetchedRecord record)
    {
        if (record.Key.IsEmpty) throw new IntegrityException($"{Changelog}@{record.Offset} has no key: somebody else writes to this changelog.");

        if (record.Key.SequenceEqual(TaskMeta.Key)) TakeHeader(ChangelogHeader.Read(record.Value), record);
        else if (record.HasValue) batch.Put(record.Key, record.Value);
        else batch.Delete(record.Key);

        Records++;
        task.Meta.NextChangelogOffset = record.Offset + 1;
        progressAt = services.Time.GetTimestamp();
    }

    private void TakeHeader(ChangelogHeader header, in FetchedRecord record)
    {
        var meta = task.Meta;
        if (HeaderChain.IsSame(header, meta.Sequence, meta.NextInput)) return; // The state has this transaction; its offset was not known when it was applied.
        if (HeaderChain.Misfit(header, meta.Sequence, meta.NextInput, MayBeCompacted(record)) is { } misfit && !services.Failpoints.IsOff(Protections.ChangelogChain))
            throw new IntegrityException($"{Changelog}@{record.Offset}: {misfit}");

        meta.Sequence = header.Sequence;
        meta.StreamTimeMicros = Math.Max(meta.StreamTimeMicros, header.StreamTimeMicros);
        meta.PreviousInput = header.PreviousInput;
        meta.NextInput = header.NextInput;
    }

    private bool MayBeCompacted(in FetchedRecord record) => TimeSpan.FromMicroseconds(services.NowMicros() - record.TimestampMicros) > plan.Changelog!.MinCompactionLag;

    private bool ApplyLast()
    {
        ApplyBatch();
        task.Store!.Backend!.Flush();
        return true;
    }

    private void ApplyBatch()
    {
        task.Meta.AppliedAtMicros = services.NowMicros();
        metaBytes.Clear();
        task.Meta.WriteTo(metaBytes);
        batch.Put(TaskMeta.Key, metaBytes.Slice(0, metaBytes.Length));
        task.Store!.Backend!.Apply(batch, StateWrite.Restore);
        task.Store.ForgetCached();
        batch.Clear();
        services.Failpoints.Hit(Failpoints.RestoreMidway);
    }

    private void FailIfStalled()
    {
        var stalled = services.Time.GetElapsedTime(progressAt);
        if (stalled > StallMax)
            throw new WorkerFatalException(WorkerExit.TooManyFailures, $"{Changelog} made no progress for {stalled.TotalSeconds:F0} s at offset {task.Meta.NextChangelogOffset} of {target}: an open transaction holds its end back.");
    }

    private bool DecideStart()
    {
        for (var input = 0; input < GroupOffsets.Length; input++) StartOffsets[input] = StartOf(input);
        return Complete(null);
    }

    private long StartOf(int input)
    {
        var group = GroupOffsets[input];
        var seen = input < task.Meta.NextInput.Length ? task.Meta.NextInput[input] : TopicPartitionOffset.None;
        if (seen == TopicPartitionOffset.None)
        {
            if (group == TopicPartitionOffset.None) return Known(services.Admin.ReadLogStart(task.Inputs[input])); // Brand-new: from the beginning, said explicitly.
            if (task.Store is not null && target > 0 && task.Meta.NextInput.Length == 0 && !services.Failpoints.IsOff(Protections.Restore))
                throw new IntegrityException($"The group is at {task.Inputs[input]}@{group}, but the changelog, which is not empty, names no transaction: its state is lost.");
            return group;
        }

        if (group == TopicPartitionOffset.None || group == seen) return seen;
        if (services.Failpoints.IsOff(Protections.ChangelogChain) || services.Failpoints.IsOff(Protections.Restore)) return Math.Max(seen, group);
        if (group > seen)
            throw new IntegrityException($"The group is at {task.Inputs[input]}@{group}, but the state has seen input only to {seen}: the changelog lacks a transaction.");
        if (IsWhereLastTransactionStarted())
            throw new IntegrityException($"The group is at {task.Inputs[input]}@{group}, where transaction {task.Meta.Sequence} started, but the changelog holds that transaction: it was torn. If an operator set the group to just there, set it to the beginning instead: what the state has seen is passed over.");
        return services.Failpoints.IsOff(Protections.SkipSeenInput) ? group : Math.Max(seen, group); // Somebody rewound the group; what the state has seen is passed over.
    }

    /// <remarks>A torn transaction leaves every input where it found it; a group set back by an operator is there in all inputs only by chance.</remarks>
    private bool IsWhereLastTransactionStarted()
    {
        for (var input = 0; input < GroupOffsets.Length; input++)
        {
            if (input >= task.Meta.PreviousInput.Length || GroupOffsets[input] != task.Meta.PreviousInput[input]) return false;
        }

        return true;
    }

    private enum Phase
    {
        Open,
        Read,
        Decide,
    }
}
