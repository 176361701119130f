using System.Text;
using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>The exact sequence by which outputs, changelogs and input offsets of a thread's tasks become visible together, and after that their state.</summary>
internal sealed class Transaction(WorkerPlan plan, WorkerServices services, IInputConsumer consumer)
{
    /// <summary>librdkafka's advice is to wait for ever; a limit is safe because a producer is never used again after it ran out.</summary>
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan SendOffsetsTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QueueFullPause = TimeSpan.FromMilliseconds(5);

    private readonly List<TopicPartitionOffset> offsets = [];
    private readonly Arena headerBytes = new();
    private readonly StateBatch batch = new();
    private readonly byte[] instance = Encoding.UTF8.GetBytes(services.InstanceId);
    private readonly string changelog = plan.Changelog?.Name ?? string.Empty;
    private long begunAt;

    /// <summary>Whether a request of the last transaction had to be sent again: its first copy may still arrive, inside the next one.</summary>
    public bool HasRepeated { get; private set; }

    /// <summary>Commits the tasks, all of them dirty.</summary>
    /// <returns>The tasks whose database failed to take what Kafka has committed: reopen and restore them.</returns>
    /// <exception cref="TransactionLostException">It did not, or may not have, come to pass.</exception>
    public List<StreamTask> Commit(ITransactionalProducer producer, List<StreamTask> tasks)
    {
        services.Failpoints.Hit(Failpoints.CommitStart);
        if (services.Failpoints.IsOff(Protections.ApplyAfterCommit)) ApplyEarly(tasks);

        HasRepeated = false;
        begunAt = services.Time.GetTimestamp();
        Prepare(producer, tasks);
        End(producer);
        return Apply(tasks);
    }

    private void Prepare(ITransactionalProducer producer, List<StreamTask> tasks)
    {
        try
        {
            producer.Begin();
            services.Failpoints.Hit(Failpoints.CommitBegun);
            foreach (var task in tasks) Produce(producer, task);
            services.Failpoints.Hit(Failpoints.CommitProduced);
            SendOffsets(producer, tasks);
            services.Failpoints.Hit(Failpoints.CommitOffsetsSent);
        }
        catch (ClientException error) when (error.Fault is ClientFault.FencedInstance or ClientFault.NotAuthorized or ClientFault.UnknownTopic)
        {
            throw new WorkerFatalException(error.Fault == ClientFault.FencedInstance ? WorkerExit.FencedByTwin : WorkerExit.Misconfigured, error.Message, error);
        }
        catch (ClientException error)
        {
            var fate = error.Fault is (ClientFault.Abortable or ClientFault.StaleMember) && !HasRepeated ? ProducerFate.Abort : ProducerFate.Replace;
            throw new TransactionLostException(CauseOf(error), fate, error.Message, error);
        }
    }

    private void Produce(ITransactionalProducer producer, StreamTask task)
    {
        for (var i = 0; i < task.Outputs.Count; i++)
        {
            ref readonly var record = ref task.Outputs[i];
            Send(producer, null, new OutgoingRecord
            {
                Topic = plan.Outputs[record.OutputIndex],
                Partition = record.Partition,
                Key = task.Outputs.Key(record),
                Value = task.Outputs.Value(record),
                IsTombstone = record.IsTombstone,
                Headers = new HeaderView(task.Outputs.Headers(record)),
                TimestampMicros = record.TimestampMicros,
            });
        }

        services.Failpoints.Hit(Failpoints.CommitMidProduce);
        if (task.Store is not null) ProduceChangelog(producer, task);
    }

    private void ProduceChangelog(ITransactionalProducer producer, StreamTask task)
    {
        var store = task.Store!;
        var now = services.NowMicros();
        var record = new OutgoingRecord { Topic = changelog, Partition = task.Partition, TimestampMicros = now };
        for (var number = 0; number < store.DirtyCount; number++)
        {
            record.Key = store.DirtyKey(number);
            record.IsTombstone = store.IsDeleted(number);
            record.Value = record.IsTombstone ? default : store.DirtyValue(number);
            Send(producer, null, record);
        }

        headerBytes.Clear();
        ChangelogHeader.Write(headerBytes, task.Meta.Sequence + 1, task.StreamTimeMicros, instance, task.SeenPositions(), task.Positions);
        record.Key = TaskMeta.Key;
        record.IsTombstone = false;
        record.Value = headerBytes.Slice(0, headerBytes.Length);
        task.HeaderReport.Reset();
        Send(producer, task.HeaderReport, record);
    }

    private void Send(ITransactionalProducer producer, DeliveryReport? report, in OutgoingRecord record)
    {
        while (true)
        {
            try
            {
                if (report is null) producer.Produce(record);
                else producer.Produce(record, report);
                return;
            }
            catch (ClientException full) when (full.Fault == ClientFault.QueueFull)
            {
                producer.Serve(QueueFullPause);
                RequireYoung();
            }
        }
    }

    private void SendOffsets(ITransactionalProducer producer, List<StreamTask> tasks)
    {
        // Unmoved ones too: it is with the offsets that the coordinator checks the generation, and a transaction without any would go unchecked.
        offsets.Clear();
        foreach (var task in tasks)
        {
            for (var input = 0; input < task.Inputs.Length; input++)
            {
                offsets.Add(new TopicPartitionOffset(task.Inputs[input], task.Positions[input]));
            }
        }

        var group = consumer.TakeGroupMetadata();
        if (!group.IsMember && !services.Failpoints.IsOff(Protections.MemberGuard))
            throw new TransactionLostException("not_a_member", ProducerFate.Abort, $"The group {plan.Group} does not know this consumer any more (generation {group.Generation}).");

        var started = services.Time.GetTimestamp();
        while (true)
        {
            try
            {
                producer.SendOffsets(offsets, group, SendOffsetsTimeout);
                return;
            }
            catch (ClientException busy) when (busy.Fault == ClientFault.Retriable && services.Time.GetElapsedTime(started) < SendOffsetsTimeout)
            {
                HasRepeated = true;
                producer.Serve(QueueFullPause);
            }
        }
    }

    private void End(ITransactionalProducer producer)
    {
        RequireYoung();
        try
        {
            CommitOrAskOnceMore(producer);
        }
        catch (ClientException error) when (error.Fault == ClientFault.FencedInstance)
        {
            throw new WorkerFatalException(WorkerExit.FencedByTwin, error.Message, error);
        }
        catch (ClientException error)
        {
            // Whatever it says, the commit may have arrived: the next producer's epoch settles it, the log tells how.
            throw new TransactionLostException(CauseOf(error), ProducerFate.Replace, error.Message, error);
        }

        services.Failpoints.Hit(Failpoints.CommitEnded);
    }

    private void CommitOrAskOnceMore(ITransactionalProducer producer)
    {
        try
        {
            producer.Commit(CommitTimeout);
        }
        catch (ClientException slow) when (slow.Fault == ClientFault.Retriable && IsYoung())
        {
            HasRepeated = true;
            producer.Commit(CommitTimeout);
        }
    }

    private List<StreamTask> Apply(List<StreamTask> tasks)
    {
        var failed = new List<StreamTask>();
        foreach (var task in tasks)
        {
            if (task.Store is null) continue;
            AdvanceMeta(task);
            try
            {
                ApplyBatch(task);
            }
            catch (StateStoreException error)
            {
                services.Events.Fault(plan.Worker, $"state of partition {task.Partition}", error);
                if (services.Failpoints.IsOff(Protections.StoreRecovery)) continue;
                StoreRecovery.ThrowIfFull(task, plan, error);
                failed.Add(task);
            }

            services.Failpoints.Hit(Failpoints.CommitMidApply);
        }

        services.Failpoints.Hit(Failpoints.CommitApplied);
        return failed;
    }

    private void AdvanceMeta(StreamTask task)
    {
        var meta = task.Meta;
        var header = task.HeaderReport.Offset;
        var next = header == TopicPartitionOffset.None && !services.Failpoints.IsOff(Protections.HeaderSearch) ? AskForEnd(task) : header + 1;
        meta.NextChangelogOffset = Math.Max(meta.NextChangelogOffset, next);
        meta.Sequence++;
        meta.StreamTimeMicros = task.StreamTimeMicros;
        meta.AppliedAtMicros = services.NowMicros();
        meta.PreviousInput = task.SeenPositions();
        meta.NextInput = [.. task.Positions];
    }

    /// <summary>The broker recognised a repeated header and did not say where the first copy lies.</summary>
    private long AskForEnd(StreamTask task)
    {
        try
        {
            return services.Admin.ReadStableEnd(new TopicPartition(changelog, task.Partition));
        }
        catch (ClientException away)
        {
            // Committed, but not applied: the changelog has it, and a rewind fetches it from there. To go on would commit it again.
            throw new TransactionLostException("header_unknown", ProducerFate.Replace, $"The end of {changelog}[{task.Partition}] could not be read after a commit: {away.Message}", away);
        }
    }

    private void ApplyBatch(StreamTask task)
    {
        batch.Clear();
        task.Store!.AddTo(batch);
        headerBytes.Clear();
        task.Meta.WriteTo(headerBytes);
        batch.Put(TaskMeta.Key, headerBytes.Slice(0, headerBytes.Length));
        task.Store.Backend!.Apply(batch, StateWrite.Commit);
    }

    /// <summary>What a careless engine would do; only for control runs.</summary>
    private static void ApplyEarly(List<StreamTask> tasks)
    {
        var batch = new StateBatch();
        foreach (var task in tasks.Where(task => task.Store is not null))
        {
            batch.Clear();
            task.Store!.AddTo(batch);
            task.Store.Backend!.Apply(batch, StateWrite.Commit);
        }
    }

    private bool IsYoung() => services.Time.GetElapsedTime(begunAt) < plan.Options.TransactionTimeout * 2 / 3;

    private void RequireYoung()
    {
        if (!IsYoung() && !services.Failpoints.IsOff(Protections.AgeGuard))
            throw new TransactionLostException("too_old", ProducerFate.Replace, $"The transaction took {services.Time.GetElapsedTime(begunAt).TotalSeconds:F1} s so far; the broker may be about to abort it.");
    }

    private static string CauseOf(ClientException error) => error.Fault switch
    {
        ClientFault.StaleMember => "stale_member",
        ClientFault.Fenced => "fenced",
        ClientFault.Abortable => "abortable",
        ClientFault.Retriable => "timeout",
        _ => "fatal",
    };
}
