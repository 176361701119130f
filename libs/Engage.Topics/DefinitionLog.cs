using System.Collections.Immutable;
using Engage.Rules.Compilation;
using Engage.Streams;

namespace Engage.Topics;

/// <summary>The definitions topic as far as it has been read: what was in force as of each of its offsets. Immutable.</summary>
public sealed class DefinitionLog
{
    private readonly ImmutableList<Entry> entries;

    private DefinitionLog(ImmutableList<Entry> entries, ImmutableSortedDictionary<string, PendingApply> pending)
    {
        this.entries = entries;
        Pending = pending;
    }

    private readonly record struct Entry(DefinitionSet Set, long AppendedAtMicros);

    public static DefinitionLog Empty { get; } = new([], ImmutableSortedDictionary.Create<string, PendingApply>(StringComparer.Ordinal));

    /// <summary>Everything that has been read.</summary>
    public DefinitionSet Latest => entries.IsEmpty ? DefinitionSet.Empty : entries[^1].Set;

    /// <summary>Applies that wait for their time, by id.</summary>
    public ImmutableSortedDictionary<string, PendingApply> Pending { get; }

    /// <summary>The definitions that decide a record stamped with <paramref name="offset"/>; −1: none.</summary>
    /// <remarks>The log must have been read that far: wait for the global table first.</remarks>
    public DefinitionSet At(long offset)
    {
        var index = IndexOf(offset);
        return index < 0 ? DefinitionSet.Empty : entries[index].Set;
    }

    /// <summary>When the record at <paramref name="offset"/> was appended, microseconds since the Unix epoch; 0: no such record.</summary>
    public long AppendedAtMicros(long offset)
    {
        var index = IndexOf(offset);
        return index >= 0 && entries[index].Set.Offset == offset ? entries[index].AppendedAtMicros : 0;
    }

    /// <summary>The log with one more record, which lies behind all others.</summary>
    public DefinitionLog With(DefinitionRecord record, long appendedAtMicros) => new(entries.Add(new Entry(Latest.With(record), appendedAtMicros)), Pending);

    private DefinitionLog WithPending(Contracts.Definition record) =>
        new(entries, PublishDefinitions.PendingOf(record) is { } begun ? Pending.SetItem(begun.Id, begun) : Pending.Remove(record.Id));

    /// <summary>The last entry at or before the offset; −1: none.</summary>
    private int IndexOf(long offset)
    {
        int low = 0, high = entries.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            if (entries[middle].Set.Offset <= offset) low = middle + 1;
            else high = middle - 1;
        }

        return high;
    }

    /// <summary>Reads the definitions topic into a log. A record that cannot be decoded is kept as a rejected one: it decides nothing.</summary>
    public sealed class Fold : IGlobalTableFold<DefinitionLog>
    {
        public DefinitionLog Empty => DefinitionLog.Empty;

        public DefinitionLog Apply(DefinitionLog snapshot, in InputRecord record)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            try
            {
                var definition = Topics.Definitions.Wire.Read(record.Value);
                var next = snapshot.With(new DefinitionRecord(record.Offset, definition.Kind, definition.Id, definition.Version, definition.Status, definition.Name, definition.Body), record.TimestampMicros);
                return PublishDefinitions.IsPending(definition) ? next.WithPending(definition) : next;
            }
            catch (DecodeException undecodable)
            {
                return snapshot.With(new DefinitionRecord(record.Offset, "undecodable", "", 0, "", null, undecodable.Error.Reason), record.TimestampMicros);
            }
        }
    }
}
