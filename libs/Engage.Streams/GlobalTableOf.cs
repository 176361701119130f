namespace Engage.Streams;

/// <summary>A global table with the immutable snapshot that its fold keeps.</summary>
public sealed class GlobalTable<TSnapshot> : GlobalTable
    where TSnapshot : class
{
    private readonly IGlobalTableFold<TSnapshot> fold;
    private TSnapshot snapshot;
    private long nextOffset;

    internal GlobalTable(Topic topic, IGlobalTableFold<TSnapshot> fold)
        : base(topic)
    {
        this.fold = fold;
        snapshot = fold.Empty;
    }

    /// <summary>At least everything below <see cref="NextOffset"/> as read before this; perhaps more. Records that must be decided as of an offset look the version up in it.</summary>
    public TSnapshot Snapshot => Volatile.Read(ref snapshot);

    public override long NextOffset => Volatile.Read(ref nextOffset);

    internal override void Apply(in InputRecord record)
    {
        // A reader that starts over brings what is known already; a log has one record per offset.
        if (record.Offset < nextOffset) return;
        Volatile.Write(ref snapshot, fold.Apply(snapshot, record));
        Volatile.Write(ref nextOffset, record.Offset + 1); // After the snapshot: who sees the offset sees the record.
    }

    internal override void AdvanceTo(long nextOffset)
    {
        if (nextOffset > this.nextOffset) Volatile.Write(ref this.nextOffset, nextOffset);
    }
}
