using System.Buffers.Binary;

using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb.Tests;

/// <summary>A process that applies transactions until it is killed. Transaction n writes n to every key of its share and to the counter, in one batch.</summary>
internal static class EndlessWriter
{
    public const string Verb = "write-until-killed";
    private const int KeyCount = 2_000;
    private const int KeysPerTransaction = 200;
    private const int Shares = KeyCount / KeysPerTransaction;

    private static readonly byte[] Counter = [0x00];

    public static int Run(string path)
    {
        using var environment = new RocksDbEnvironment(RocksDbMemoryBudget.Divide(RocksDbMemoryBudget.MinimumBytes(1), 1));
        using var database = RocksDatabase.Open(environment, path);
        Console.Out.WriteLine("writing");
        Apply(database, transactions: long.MaxValue, transactionsPerFlush: long.MaxValue, valueBytes: 512); // Long values fill a memtable several times a second.
        return 1;
    }

    /// <summary>Applies the next transactions.</summary>
    public static void Apply(RocksDatabase database, long transactions, long transactionsPerFlush, int valueBytes)
    {
        var batch = new StateBatch();
        Span<byte> key = stackalloc byte[5];
        var value = new byte[valueBytes];
        for (var counter = ReadCounter(database) + 1; transactions > 0; counter++, transactions--)
        {
            batch.Clear();
            BinaryPrimitives.WriteInt64BigEndian(value, counter);
            var first = (int)(counter % Shares) * KeysPerTransaction;
            for (var index = first; index < first + KeysPerTransaction; index++)
            {
                WriteKey(key, index);
                batch.Put(key, value);
            }

            batch.Put(Counter, value.AsSpan(0, sizeof(long)));
            database.Apply(batch, StateWrite.Commit);
            if (counter % transactionsPerFlush == 0) database.Flush();
        }
    }

    /// <summary>Whether every key holds what it held when the transaction in the counter was the last.</summary>
    public static bool IsConsistent(RocksDatabase database)
    {
        var counter = ReadCounter(database);
        Span<byte> key = stackalloc byte[5];
        for (var index = 0; index < KeyCount; index++)
        {
            WriteKey(key, index);
            using var value = database.Get(key);
            var written = value.IsMissing ? 0 : BinaryPrimitives.ReadInt64BigEndian(value.Bytes);
            if (written != ExpectedValue(index, counter)) return false;
        }

        return true;
    }

    public static long ReadCounter(RocksDatabase database)
    {
        using var value = database.Get(Counter);
        return value.IsMissing ? 0 : BinaryPrimitives.ReadInt64BigEndian(value.Bytes);
    }

    private static void WriteKey(Span<byte> key, int index)
    {
        key[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(key[1..], index);
    }

    /// <summary>The last transaction at or before <paramref name="counter"/> that wrote this key; 0: none.</summary>
    private static long ExpectedValue(int index, long counter)
    {
        var share = index / KeysPerTransaction;
        var last = counter - (((counter - share) % Shares + Shares) % Shares);
        return Math.Max(0, last);
    }
}
