using System.Buffers.Binary;
using Engage.Streams.Ports;
using Engage.Streams.State;

namespace Engage.Streams.RocksDb.Tests;

/// <summary>31: overlay, committed cache and database together against a sorted dictionary: any sequence of writes, reads, scans, commits, aborts and reopenings looks the same.</summary>
public sealed class LayersAgainstAModel : DatabaseFixture
{
    private const int Steps = 4_000;
    private const int KeyCount = 200;
    private const int CacheBytes = 4_000; // So small that it forgets all the time.
    private const byte OrderedId = 1;
    private const byte PointId = 2;

    private static readonly Store[] Stores = [new("ordered", OrderedId, StoreAccess.Ordered), new("point", PointId)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_sequence_of_operations_looks_as_on_a_sorted_dictionary(int seed)
    {
        var (step, difference) = FirstDifference(seed, forgetsToDrop: false);
        Assert.True(difference is null, $"seed {seed}, step {step}: {difference}");
    }

    [Fact]
    public void Control_31_an_abort_that_drops_nothing_is_noticed() => Assert.NotNull(FirstDifference(1, forgetsToDrop: true).Difference);

    private (int Step, string? Difference) FirstDifference(int seed, bool forgetsToDrop)
    {
        var random = new Random(seed);
        var model = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var committed = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var store = new TaskStore(Stores, CacheBytes) { Backend = Open() };
        for (var step = 0; step < Steps; step++)
        {
            var key = Key(random);
            switch (random.Next(100))
            {
                case < 35:
                    var value = new byte[random.Next(60)];
                    random.NextBytes(value);
                    store.Put(key, value);
                    model[Convert.ToHexString(key)] = value;
                    break;
                case < 50:
                    store.Delete(key);
                    model.Remove(Convert.ToHexString(key));
                    break;
                case < 80:
                    if (ReadDiffers(store, key, model) is { } read) return (step, read);
                    break;
                case < 90:
                    if (ScanDiffers(store, random, model) is { } scan) return (step, scan);
                    break;
                case < 95:
                    Commit(store);
                    committed = new SortedDictionary<string, byte[]>(model, StringComparer.Ordinal);
                    break;
                case < 98:
                    if (!forgetsToDrop) store.Drop();
                    model = new SortedDictionary<string, byte[]>(committed, StringComparer.Ordinal);
                    break;
                default:
                    store.Drop();
                    store.ForgetCached();
                    store.Backend!.Dispose();
                    store.Backend = Open();
                    model = new SortedDictionary<string, byte[]>(committed, StringComparer.Ordinal);
                    break;
            }
        }

        store.Backend!.Dispose();
        return (Steps, null);
    }

    private static string? ReadDiffers(TaskStore store, byte[] key, SortedDictionary<string, byte[]> model)
    {
        using var found = store.Read(key);
        var expected = model.GetValueOrDefault(Convert.ToHexString(key));
        return found.IsFound == expected is not null && (expected is null || found.Bytes.SequenceEqual(expected)) ? null : $"{Convert.ToHexString(key)} reads differently";
    }

    private static string? ScanDiffers(TaskStore store, Random random, SortedDictionary<string, byte[]> model)
    {
        byte[] from = [OrderedId, (byte)random.Next(KeyCount)], to = random.Next(3) == 0 ? [OrderedId + 1] : [OrderedId, (byte)random.Next(KeyCount)];
        var (first, end) = (Convert.ToHexString(from), Convert.ToHexString(to));
        var expected = model.Where(entry => string.CompareOrdinal(entry.Key, first) >= 0 && string.CompareOrdinal(entry.Key, end) < 0).Select(entry => (entry.Key, Convert.ToHexString(entry.Value)));
        var found = new List<(string, string)>();
        using (var cursor = store.Range(from, to))
        {
            while (cursor.MoveNext()) found.Add((Convert.ToHexString([OrderedId, .. cursor.Key]), Convert.ToHexString(cursor.Value)));
        }

        return found.SequenceEqual(expected) ? null : $"the scan from {first} to {end} finds {string.Join(' ', found.Select(entry => entry.Item1))}";
    }

    private static void Commit(TaskStore store)
    {
        var batch = new StateBatch();
        store.AddTo(batch);
        store.Backend!.Apply(batch, StateWrite.Commit);
        store.Committed();
    }

    /// <summary>One byte, or one byte and a little more, so that keys are prefixes of each other.</summary>
    private static byte[] Key(Random random)
    {
        var id = random.Next(3) == 0 ? PointId : OrderedId;
        byte[] key = [id, (byte)random.Next(KeyCount), 0, 0];
        BinaryPrimitives.WriteInt16BigEndian(key.AsSpan(2), (short)random.Next(3));
        return key[..random.Next(2, 5)];
    }
}
