using System.Buffers.Binary;
using Engage.Streams;

namespace Engage.Accumulator;

/// <summary>The highest position of player-events that this partition has taken, so that a rewound group decides nothing twice (semantics 22).</summary>
internal sealed class TakenPositions
{
    private const int SizeBytes = sizeof(long) + sizeof(int);

    private readonly IBytesStore store;
    private (long Position, int Index) highest = (-1, 0);

    public TakenPositions(IBytesStore store)
    {
        this.store = store;
        using var value = store.Read([]);
        if (value.IsFound) highest = (BinaryPrimitives.ReadInt64BigEndian(value.Bytes), BinaryPrimitives.ReadInt32BigEndian(value.Bytes[sizeof(long)..]));
    }

    public bool Contains(long position, int index) => (position, index).CompareTo(highest) <= 0;

    public void Take(long position, int index)
    {
        highest = (position, index);
        Span<byte> value = stackalloc byte[SizeBytes];
        BinaryPrimitives.WriteInt64BigEndian(value, position);
        BinaryPrimitives.WriteInt32BigEndian(value[sizeof(long)..], index);
        store.Put([], value);
    }
}
