using System.Buffers.Binary;
using System.Diagnostics;
using Engage.Streams.Runtime;

namespace Engage.Streams.State;

/// <summary>Timers as keys of the task's state: <c>['T'][fire at: i64 big-endian, microseconds][owner]</c>, no value.</summary>
internal sealed class TimerQueue(TaskStore store) : ITimers
{
    public const byte StoreId = (byte)'T';

    /// <summary>More than this at once would keep the loop from polling.</summary>
    private const int FireMax = 1000;

    /// <summary>Owners lie on the stack.</summary>
    private const int OwnerBytesMax = 1024;

    private const int TimeBytes = sizeof(long);
    private const long Never = long.MaxValue;

    private readonly Arena due = new();
    private readonly List<int> dueEnds = [];
    private long lowestMicros; // No timer lies before it: a scan need not wade through the tombstones of those that fired.

    /// <summary>When the next timer is due; known only after <see cref="FindNext"/> or <see cref="Fire"/>.</summary>
    public long NextMicros { get; private set; } = Never;

    public void Set(long fireAtMicros, ReadOnlySpan<byte> owner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fireAtMicros);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(owner.Length, OwnerBytesMax, nameof(owner));
        store.Put(Key(stackalloc byte[1 + TimeBytes + owner.Length], fireAtMicros, owner), []);
        NextMicros = Math.Min(NextMicros, fireAtMicros);
        lowestMicros = Math.Min(lowestMicros, fireAtMicros);
    }

    public void Cancel(long fireAtMicros, ReadOnlySpan<byte> owner)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(owner.Length, OwnerBytesMax, nameof(owner));
        store.Delete(Key(stackalloc byte[1 + TimeBytes + owner.Length], fireAtMicros, owner));
    }

    /// <summary>Looks the whole queue through, after the state was opened or set back.</summary>
    public void FindNext()
    {
        lowestMicros = 0;
        FindNextFrom(0);
    }

    /// <summary>Removes what is due and hands it to the processor.</summary>
    public void Fire(IProcessor processor, long nowMicros)
    {
        if (NextMicros > nowMicros) return;

        CollectDue(nowMicros);
        var start = 0;
        foreach (var end in dueEnds)
        {
            var key = due.Slice(start, end - start);
            start = end;
            if (!IsSet(key)) continue; // A timer fired before it took this one back.
            store.Delete(key);
            processor.OnTimer(BinaryPrimitives.ReadInt64BigEndian(key[1..]), key[(1 + TimeBytes)..], nowMicros);
        }

        FindNextFrom(lowestMicros);
    }

    private bool IsSet(ReadOnlySpan<byte> key)
    {
        using var timer = store.Read(key);
        return timer.IsFound;
    }

    private void CollectDue(long nowMicros)
    {
        due.Clear();
        dueEnds.Clear();
        using var timers = store.Range(Key(stackalloc byte[1 + TimeBytes], lowestMicros, []), Key(stackalloc byte[1 + TimeBytes], nowMicros + 1, []));
        while (dueEnds.Count < FireMax && timers.MoveNext())
        {
            due.Write([StoreId]);
            due.Write(timers.Key);
            dueEnds.Add(due.Length);
        }
    }

    private void FindNextFrom(long fromMicros)
    {
        using var timers = store.Range(Key(stackalloc byte[1 + TimeBytes], fromMicros, []), [StoreId + 1]);
        NextMicros = timers.MoveNext() ? BinaryPrimitives.ReadInt64BigEndian(timers.Key) : Never;
        lowestMicros = NextMicros;
    }

    private static Span<byte> Key(Span<byte> key, long fireAtMicros, ReadOnlySpan<byte> owner)
    {
        Debug.Assert(key.Length == 1 + TimeBytes + owner.Length);
        key[0] = StoreId;
        BinaryPrimitives.WriteInt64BigEndian(key[1..], fireAtMicros);
        owner.CopyTo(key[(1 + TimeBytes)..]);
        return key;
    }
}
