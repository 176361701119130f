using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb.Tests;

public sealed class Allocations : DatabaseFixture
{
    private const int Calls = 1_000;

    [Fact]
    public void Reading_writing_and_scanning_allocate_nothing()
    {
        using var database = Open();
        var batch = new StateBatch();
        Work(database, batch); // Warm up: the cursor is made and the code compiled.

        var before = GC.GetAllocatedBytesForCurrentThread();
        var met = 0;
        for (var call = 0; call < Calls; call++) met += Work(database, batch);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2 * Calls, met);
    }

    /// <summary>Counts what it meets without xUnit, whose assertions allocate.</summary>
    private static int Work(RocksDatabase database, StateBatch batch)
    {
        batch.Clear();
        batch.Put("ada"u8, "1"u8);
        batch.Delete("bob"u8);
        database.Apply(batch, StateWrite.Commit);

        var met = 0;
        using (var found = database.Get("ada"u8)) met += found.Bytes.Length;
        using (var missing = database.Get("bob"u8)) met += missing.Bytes.Length;
        using var cursor = database.Scan("a"u8, "b"u8);
        while (cursor.MoveNext()) met += cursor.Value.Length;
        return met;
    }
}
