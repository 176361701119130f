using System.Text;

using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb.Tests;

/// <summary>A directory, an environment and short words for what the tests do with them.</summary>
public abstract class DatabaseFixture : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    protected RocksDbEnvironment Environment { get; } = new(RocksDbMemoryBudget.Divide(RocksDbMemoryBudget.MinimumBytes(tasks: 1), tasks: 1));

    protected string DatabasePath => Path.Combine(directory.Path, "db");

    public void Dispose()
    {
        Environment.Dispose();
        directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string? Read(IStateStoreBackend database, string key)
    {
        using var value = database.Get(Bytes(key));
        return value.IsMissing ? null : Encoding.UTF8.GetString(value.Bytes);
    }

    protected static List<string> Keys(IStateStoreBackend database, string from, string to)
    {
        var keys = new List<string>();
        using var cursor = database.Scan(Bytes(from), Bytes(to));
        while (cursor.MoveNext()) keys.Add(Encoding.UTF8.GetString(cursor.Key));
        return keys;
    }

    protected static StateBatch Batch(params (string Key, string? Value)[] writes)
    {
        var batch = new StateBatch();
        foreach (var (key, value) in writes)
        {
            if (value is null) batch.Delete(Bytes(key));
            else batch.Put(Bytes(key), Bytes(value));
        }

        return batch;
    }

    protected RocksDatabase Open() => RocksDatabase.Open(Environment, DatabasePath);
}
