using System.Numerics;
using Engage.Rules.Facts;

namespace Engage.Rules.Segments;

/// <summary>What falls into each step of a sliding window, by ⌊j / step⌋ ascending; steps without an entry take no room.</summary>
internal sealed class BucketSeries<T>
    where T : struct, INumber<T>
{
    private long[] keys = new long[4];
    private T[] values = new T[4];
    private int start;
    private int end;

    public bool IsEmpty => start == end;

    public int Count => end - start;

    public (long Key, T Value) this[int index] => (keys[start + index], values[start + index]);

    /// <summary>Adds to a bucket; a negative value takes back. A bucket that falls to zero is dropped.</summary>
    public void Add(long key, T value)
    {
        var place = LowerBound(key);
        if (place < end && keys[place] == key)
        {
            values[place] += value;
            if (values[place] == T.Zero) RemoveAt(place);
        }
        else if (value > T.Zero)
        {
            Insert(place, key, value);
        }
    }

    /// <summary>Forgets the buckets below this one.</summary>
    public void PruneBelow(long key)
    {
        while (start < end && keys[start] < key) start++;
    }

    /// <summary>The total of the buckets in (low, high], exact up to <paramref name="enough"/>.</summary>
    public T Total(long lowExclusive, long highInclusive, T enough)
    {
        var total = T.Zero;
        for (var i = LowerBound(highInclusive + 1) - 1; i >= start && keys[i] > lowExclusive && total <= enough; i--) total += values[i];
        return total;
    }

    /// <summary>The bucket whose leaving changes the verdict first; null: none in the window does.</summary>
    /// <remarks>Walks from the newest bucket only as far as totals are judged apart.</remarks>
    public long? NextToFlip<TJudge>(long lowExclusive, long highInclusive, T enough, TJudge judge)
        where TJudge : struct, IBucketJudge<T>, allows ref struct
    {
        // For each verdict: the bucket that is the next to join the newest ones whose total has that verdict.
        Span<long> joins = [long.MaxValue, long.MaxValue, long.MaxValue];
        var total = T.Zero;
        for (var i = LowerBound(highInclusive + 1) - 1; i >= start && keys[i] > lowExclusive && total <= enough; i--)
        {
            joins[(int)judge.Judge(total)] = keys[i];
            total += values[i];
        }

        joins[(int)judge.Judge(total)] = long.MaxValue;
        var oldest = Math.Min(joins[(int)Verdict.No], Math.Min(joins[(int)Verdict.Yes], joins[(int)Verdict.Unknown]));
        return oldest == long.MaxValue ? null : oldest;
    }

    /// <summary>The first bucket above this one; null: none.</summary>
    public long? FirstAbove(long key)
    {
        var place = LowerBound(key + 1);
        return place < end ? keys[place] : null;
    }

    private int LowerBound(long key)
    {
        // Entries come in order of time, so that the newest buckets are asked for most.
        if (start < end && keys[end - 1] < key) return end;

        var (low, high) = (start, end);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (keys[middle] < key) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void Insert(int place, long key, T value)
    {
        if (end == keys.Length) place -= MakeRoom();

        Array.Copy(keys, place, keys, place + 1, end - place);
        Array.Copy(values, place, values, place + 1, end - place);
        keys[place] = key;
        values[place] = value;
        end++;
    }

    /// <returns>By how much everything moved to the front.</returns>
    private int MakeRoom()
    {
        var moved = start;
        var count = Count;
        var capacity = start >= keys.Length / 2 ? keys.Length : keys.Length * 2;
        var (newKeys, newValues) = (new long[capacity], new T[capacity]);
        Array.Copy(keys, start, newKeys, 0, count);
        Array.Copy(values, start, newValues, 0, count);
        (keys, values, start, end) = (newKeys, newValues, 0, count);
        return moved;
    }

    private void RemoveAt(int place)
    {
        end--;
        Array.Copy(keys, place + 1, keys, place, end - place);
        Array.Copy(values, place + 1, values, place, end - place);
    }
}
