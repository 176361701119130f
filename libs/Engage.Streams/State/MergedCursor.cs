namespace Engage.Streams.State;

/// <summary>Walks the uncommitted and the committed keys of a range as one; uncommitted ones win.</summary>
internal sealed class MergedCursor : IStoreCursor
{
    private readonly ByteTable overlay;
    private readonly KeyOrder order;
    private readonly IStoreCursor committed;
    private readonly byte[] to;
    private int entry;
    private bool hasCommitted;
    private bool isAtOverlay;
    private bool isAtCommitted;

    public MergedCursor(ByteTable overlay, KeyOrder order, IStoreCursor committed, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        this.overlay = overlay;
        this.order = order;
        this.committed = committed;
        this.to = to.ToArray();
        entry = InRange(order.First(from));
        hasCommitted = committed.MoveNext();
    }

    public ReadOnlySpan<byte> Key => (isAtOverlay ? overlay.Key(entry) : committed.Key)[1..];

    public ReadOnlySpan<byte> Value => isAtOverlay ? overlay.Value(entry) : committed.Value;

    public bool MoveNext()
    {
        while (true)
        {
            if (isAtOverlay) entry = InRange(order.Next(entry));
            if (isAtCommitted) hasCommitted = committed.MoveNext();
            isAtOverlay = isAtCommitted = false;
            if (entry < 0 && !hasCommitted) return false;

            var comparison = entry < 0 ? 1 : !hasCommitted ? -1 : overlay.Key(entry).SequenceCompareTo(committed.Key);
            isAtOverlay = comparison <= 0;
            isAtCommitted = comparison >= 0;
            if (!isAtOverlay || !overlay.IsAbsent(entry)) return true;
        }
    }

    public void Dispose() => committed.Dispose();

    private int InRange(int candidate) => candidate >= 0 && to.Length > 0 && overlay.Key(candidate).SequenceCompareTo(to) >= 0 ? -1 : candidate;
}
