using System.Buffers.Binary;
using System.Security.Cryptography;
using Engage.Streams.Runtime;

namespace Engage.Streams.State;

/// <summary>A hash table from bytes to bytes or to "known to be absent", emptied as a whole. Entries keep the order in which their keys were first set.</summary>
/// <remarks>Open addressing over one arena: nothing is allocated per entry. A new value that fits where the old one lies overwrites it.</remarks>
internal sealed class ByteTable
{
    private const int FirstSlots = 1024;
    private const int Absent = -1;

    // Keys come from outside; without a secret seed somebody could choose them so that they all collide.
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private readonly Arena bytes = new();
    private int[] slots = new int[FirstSlots]; // Entry number + 1; 0 is free.
    private Entry[] entries = new Entry[FirstSlots / 2];

    public int Count { get; private set; }

    /// <summary>Keys, values and what overwritten values have left unused.</summary>
    public int SizeBytes => bytes.Length;

    /// <returns>The entry's number, or −1.</returns>
    public int Find(ReadOnlySpan<byte> key) => slots[FindSlot(key, Hash(key))] - 1;

    public ReadOnlySpan<byte> Key(int entry) => bytes.Slice(entries[entry].KeyStart, entries[entry].KeyLength);

    public bool IsAbsent(int entry) => entries[entry].ValueLength == Absent;

    /// <summary>The value of an entry that is not absent.</summary>
    public ReadOnlySpan<byte> Value(int entry) => bytes.Slice(entries[entry].ValueStart, entries[entry].ValueLength);

    /// <returns>The entry's number; it was created if it equals the former <see cref="Count"/>.</returns>
    public int Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var number = FindOrAdd(key);
        ref var entry = ref entries[number];
        if (value.Length > entry.ValueCapacity)
        {
            entry.ValueStart = bytes.Length;
            entry.ValueCapacity = value.Length;
            bytes.Write(value);
        }
        else
        {
            bytes.Overwrite(entry.ValueStart, value);
        }

        entry.ValueLength = value.Length;
        return number;
    }

    /// <summary>Notes that the key has no value.</summary>
    public int SetAbsent(ReadOnlySpan<byte> key)
    {
        var number = FindOrAdd(key);
        entries[number].ValueLength = Absent;
        return number;
    }

    public void Clear()
    {
        if (Count * 16 < slots.Length)
        {
            for (var number = 0; number < Count; number++) slots[entries[number].Slot] = 0;
        }
        else
        {
            Array.Clear(slots);
        }

        Count = 0;
        bytes.Clear();
    }

    private static uint Hash(ReadOnlySpan<byte> key)
    {
        const ulong prime = 0x9E3779B97F4A7C15;
        var hash = Seed ^ ((ulong)key.Length * prime);
        while (key.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
            key = key[sizeof(ulong)..];
        }

        var tail = 0UL;
        foreach (var part in key) tail = (tail << 8) | part;
        return (uint)(Mix(hash ^ tail) >> 32);

        static ulong Mix(ulong value)
        {
            var high = Math.BigMul(value, prime, out var low);
            return high ^ low;
        }
    }

    private int FindOrAdd(ReadOnlySpan<byte> key)
    {
        var hash = Hash(key);
        var slot = FindSlot(key, hash);
        if (slots[slot] != 0) return slots[slot] - 1;

        if (Count == entries.Length)
        {
            Grow();
            slot = FindSlot(key, hash);
        }

        entries[Count] = new Entry { Hash = hash, Slot = slot, KeyStart = bytes.Length, KeyLength = key.Length, ValueLength = Absent };
        bytes.Write(key);
        slots[slot] = ++Count;
        return Count - 1;
    }

    private int FindSlot(ReadOnlySpan<byte> key, uint hash)
    {
        var mask = slots.Length - 1;
        for (var slot = (int)(hash & (uint)mask); ; slot = (slot + 1) & mask)
        {
            var number = slots[slot] - 1;
            if (number < 0) return slot;
            ref readonly var entry = ref entries[number];
            if (entry.Hash == hash && bytes.Slice(entry.KeyStart, entry.KeyLength).SequenceEqual(key)) return slot;
        }
    }

    private void Grow()
    {
        Array.Resize(ref entries, entries.Length * 2);
        slots = new int[slots.Length * 2];
        var mask = slots.Length - 1;
        for (var number = 0; number < Count; number++)
        {
            ref var entry = ref entries[number];
            var slot = (int)(entry.Hash & (uint)mask);
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = number + 1;
            entry.Slot = slot;
        }
    }

    private struct Entry
    {
        public uint Hash;
        public int Slot;
        public int KeyStart;
        public int KeyLength;
        public int ValueStart;
        public int ValueLength;
        public int ValueCapacity;
    }
}
