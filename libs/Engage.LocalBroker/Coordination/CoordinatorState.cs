using System.Diagnostics;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Coordination;

/// <summary>What the coordinator remembers across restarts: groups, offsets, producer ids, transactions.</summary>
/// <remarks>
/// Offsets and transactions change by journal records alone. A live group runs ahead of its records (joining members are recorded nowhere), so the
/// record of its last generation is kept beside it: that is what a snapshot repeats and what <see cref="RestoreGroups"/> starts from.
/// </remarks>
internal sealed class CoordinatorState : IJournaledState
{
    private readonly Dictionary<string, GroupGeneration> generations = [];

    public GroupDirectory Groups { get; } = new();

    public OffsetStore Offsets { get; } = new();

    public TransactionStore Transactions { get; } = new();

    public ProducerIds ProducerIds { get; } = new();

    public void Apply(JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        if (type == JournalRecordType.TopicDeleted) ForgetTopic(payload);
        else if (JournalRecordCodec.Read(type, payload) is { } record) Apply(record);
    }

    public void Save(IJournal snapshot)
    {
        using var buffer = new GrowingBuffer();
        foreach (var record in Records())
        {
            buffer.Clear();
            var type = JournalRecordCodec.Write(buffer, record);
            snapshot.Append(type, buffer.Written);
        }
    }

    /// <summary>After replay: puts each group into the state of its last recorded generation.</summary>
    public void RestoreGroups(long nowMs)
    {
        foreach (var generation in generations.Values) Groups.GetOrCreate(generation.GroupId, nowMs).Restore(generation);
    }

    private void Apply(JournalRecord record)
    {
        switch (record)
        {
            case OffsetsCommitted committed:
                Touch(committed.GroupId, committed.Offsets);
                Offsets.Apply(committed);
                break;

            case OffsetsPending pending:
                Touch(pending.GroupId, pending.Offsets);
                Offsets.Apply(pending);
                break;

            case OffsetsDeleted deleted:
                Offsets.Apply(deleted);
                break;

            case GroupGeneration generation:
                generations[generation.GroupId] = generation;
                break;

            case GroupDeleted deleted:
                generations.Remove(deleted.GroupId);
                Groups.Remove(deleted.GroupId);
                Offsets.DeleteGroup(deleted.GroupId);
                break;

            case ProducerIdsReserved reserved:
                ProducerIds.Apply(reserved);
                break;

            case TransactionStored stored:
                Transactions.Apply(stored);
                break;

            case TransactionEnlarged enlarged:
                Transactions.Apply(enlarged);
                break;

            case TransactionPrepared prepared:
                Transactions.Apply(prepared);
                break;

            case TransactionCompleted completed:
                Complete(completed);
                break;

            case TransactionForgotten forgotten:
                Transactions.Apply(forgotten);
                break;

            default:
                throw new UnreachableException($"{record.GetType().Name} is recorded, but nothing applies it.");
        }
    }

    /// <summary>A group that only stores offsets exists from its first one on.</summary>
    private void Touch(string groupId, IReadOnlyList<PartitionOffset> offsets) =>
        Groups.GetOrCreate(groupId, offsets.Count > 0 ? offsets[0].Committed.WrittenAtMs : 0);

    private void Complete(TransactionCompleted completed)
    {
        if (Transactions.TryGet(completed.TransactionalId, out var prepared))
        {
            var isCommit = prepared.State == TransactionState.PrepareCommit;
            foreach (var groupId in prepared.Groups) Offsets.EndTransaction(groupId, prepared.ProducerId, isCommit);
        }

        Transactions.Apply(completed);
    }

    /// <summary>A topic takes its offsets and its place in open transactions with it: one of the same name created later must find neither.</summary>
    private void ForgetTopic(ReadOnlySpan<byte> payload)
    {
        var reader = new KafkaReader(payload, flexible: false);
        _ = reader.ReadUuid();
        var topic = reader.ReadString();
        Offsets.DeleteTopic(topic);
        Transactions.DeleteTopic(topic);
    }

    private IEnumerable<JournalRecord> Records()
    {
        yield return new ProducerIdsReserved(ProducerIds.ReservedBelow);
        foreach (var generation in generations.Values) yield return generation;
        foreach (var (groupId, offsets) in Offsets.All)
        {
            yield return new OffsetsCommitted(groupId, [.. offsets.Committed.Select(static offset => new PartitionOffset(offset.Key, offset.Value))]);
            foreach (var (producerId, pending) in offsets.PendingByProducer)
            {
                yield return new OffsetsPending(groupId, producerId, [.. pending.Select(static offset => new PartitionOffset(offset.Key, offset.Value))]);
            }
        }

        foreach (var metadata in Transactions.All) yield return new TransactionStored(metadata);
    }
}
