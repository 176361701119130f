namespace Engage.Rules.Decisions;

/// <summary>The progress of many rules for one player, as one row of bytes that is read and changed in place. Reused from player to player; not thread-safe.</summary>
/// <remarks>
/// Entries ascend by <see cref="RuleKey"/>, each preceded by its length as LEB128, so that equal contents have equal bytes. A rule of which nothing is
/// remembered has no entry. Allocates only while the buffer grows.
/// </remarks>
public sealed class ProgressRow
{
    private byte[] buffer = new byte[1024];
    private int length;

    /// <summary>The row's bytes; valid until the next change.</summary>
    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    /// <summary>Makes the row a copy of what <see cref="Bytes"/> once was; empty for none.</summary>
    public void Load(ReadOnlySpan<byte> bytes)
    {
        EnsureCapacity(bytes.Length);
        bytes.CopyTo(buffer);
        length = bytes.Length;
    }

    public void Clear() => length = 0;

    /// <summary>What is remembered of a rule; the default value for nothing.</summary>
    public RuleProgress this[RuleKey key]
    {
        get
        {
            var place = Find(key);
            return place.IsFound ? ProgressCodec.Read(Bytes.Slice(place.EntryAt, place.EntryBytes)) : default;
        }
    }

    /// <summary>Remembers a rule's progress; <see cref="RuleProgress.IsNothing"/> forgets it.</summary>
    public void Set(RuleKey key, in RuleProgress progress)
    {
        Span<byte> entry = stackalloc byte[256];
        if (ProgressCodec.MaxBytes(progress) > entry.Length) entry = new byte[ProgressCodec.MaxBytes(progress)];
        var entryBytes = progress.IsNothing ? 0 : ProgressCodec.Write(entry, key, progress);
        Replace(Find(key), entry[..entryBytes]);
    }

    /// <summary>All entries in ascending order of keys. Do not change the row meanwhile.</summary>
    public Enumerator GetEnumerator() => new(Bytes);

    private Place Find(RuleKey key)
    {
        var rest = Bytes;
        while (!rest.IsEmpty)
        {
            var start = length - rest.Length;
            var entryBytes = (int)Varint.Read(ref rest);
            var entryAt = length - rest.Length;
            var order = ProgressCodec.KeyOf(rest).CompareTo(key);
            if (order >= 0) return order == 0 ? new Place(start, entryAt, entryBytes, IsFound: true) : new Place(start, start, 0, IsFound: false);
            rest = rest[entryBytes..];
        }

        return new Place(length, length, 0, IsFound: false);
    }

    private void Replace(in Place place, ReadOnlySpan<byte> entry)
    {
        Span<byte> prefix = stackalloc byte[Varint.MaxBytes];
        prefix = entry.IsEmpty ? [] : prefix[..Varint.Write(prefix, (UInt128)entry.Length)];
        var end = place.EntryAt + place.EntryBytes;
        var change = prefix.Length + entry.Length - (end - place.Start);

        EnsureCapacity(length + change);
        buffer.AsSpan(end, length - end).CopyTo(buffer.AsSpan(end + change));
        prefix.CopyTo(buffer.AsSpan(place.Start));
        entry.CopyTo(buffer.AsSpan(place.Start + prefix.Length));
        length += change;
    }

    private void EnsureCapacity(int bytes)
    {
        if (bytes > buffer.Length) Array.Resize(ref buffer, Math.Max(bytes, buffer.Length * 2));
    }

    /// <param name="Start">Where the entry's length stands, or would.</param>
    /// <param name="EntryAt">Where the entry itself stands.</param>
    private readonly record struct Place(int Start, int EntryAt, int EntryBytes, bool IsFound);

    /// <summary>Walks over entries.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> rest;
        private ReadOnlySpan<byte> entry;

        internal Enumerator(ReadOnlySpan<byte> bytes) => rest = bytes;

        public readonly KeyValuePair<RuleKey, RuleProgress> Current => new(ProgressCodec.KeyOf(entry), ProgressCodec.Read(entry));

        public bool MoveNext()
        {
            if (rest.IsEmpty) return false;

            var bytes = (int)Varint.Read(ref rest);
            entry = rest[..bytes];
            rest = rest[bytes..];
            return true;
        }
    }
}
