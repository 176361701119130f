using System.Text;

using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb.Tests;

public sealed class Scanning : DatabaseFixture
{
    [Fact]
    public void Keys_come_in_order_from_the_first_up_to_but_without_the_bound()
    {
        using var database = Open();
        database.Apply(Batch(("b", ""), ("d", ""), ("a", ""), ("ba", ""), ("c", "")), StateWrite.Commit);

        Assert.Equal(["b", "ba", "c"], Keys(database, "b", "d"));
        Assert.Equal(["c", "d"], Keys(database, "bb", ""));
        Assert.Equal(["a", "b", "ba", "c", "d"], Keys(database, "", ""));
        Assert.Empty(Keys(database, "e", ""));
    }

    [Fact]
    public void Bytes_sort_unsigned()
    {
        using var database = Open();
        var batch = new StateBatch();
        foreach (byte first in new byte[] { 0x80, 0x00, 0xff, 0x7f }) batch.Put([first], []);
        database.Apply(batch, StateWrite.Commit);

        var keys = new List<byte>();
        using (var cursor = database.Scan(default, default))
            while (cursor.MoveNext()) keys.Add(cursor.Key[0]);

        Assert.Equal([0x00, 0x7f, 0x80, 0xff], keys);
    }

    [Fact]
    public void Deleted_keys_are_not_met()
    {
        using var database = Open();
        database.Apply(Batch(("a", "1"), ("b", "2"), ("c", "3")), StateWrite.Commit);
        database.Apply(Batch(("b", null)), StateWrite.Commit);

        Assert.Equal(["a", "c"], Keys(database, "", ""));
    }

    [Fact]
    public void A_walk_sees_the_store_as_it_was_when_it_began()
    {
        using var database = Open();
        database.Apply(Batch(("a", "1"), ("c", "3")), StateWrite.Commit);

        using var cursor = database.Scan(default, default);
        database.Apply(Batch(("a", null), ("b", "2")), StateWrite.Commit);

        Assert.True(cursor.MoveNext());
        Assert.Equal("1", Encoding.UTF8.GetString(cursor.Value));
        Assert.True(cursor.MoveNext());
        Assert.Equal("c", Encoding.UTF8.GetString(cursor.Key));
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Walks_may_nest_and_each_keeps_its_own_bound()
    {
        using var database = Open();
        database.Apply(Batch(("a1", ""), ("a2", ""), ("b1", ""), ("b2", "")), StateWrite.Commit);

        var pairs = new List<string>();
        using (var outer = database.Scan("a"u8, "b"u8))
        {
            while (outer.MoveNext())
            {
                using var inner = database.Scan("b"u8, "c"u8);
                while (inner.MoveNext()) pairs.Add($"{Encoding.UTF8.GetString(outer.Key)}{Encoding.UTF8.GetString(inner.Key)}");
            }
        }

        Assert.Equal(["a1b1", "a1b2", "a2b1", "a2b2"], pairs);
        Assert.Equal(["b1", "b2"], Keys(database, "b", ""));
    }

    [Fact]
    public void A_bound_longer_than_the_cursors_buffer_holds()
    {
        using var database = Open();
        var longKey = new string('k', 1_000);
        database.Apply(Batch((longKey, ""), ("l", "")), StateWrite.Commit);

        Assert.Equal([longKey], Keys(database, "k", longKey + "a"));
    }

    [Fact]
    public void A_cursor_that_stands_on_no_key_refuses_to_be_read()
    {
        using var database = Open();
        database.Apply(Batch(("a", "1")), StateWrite.Commit);

        using var cursor = database.Scan(default, default);

        Assert.Throws<InvalidOperationException>(() => cursor.Key.Length);
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => cursor.Value.Length);
    }

    /// <summary>Random batches against a sorted dictionary; restores and reopening in between.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_batches_leave_what_a_sorted_dictionary_holds(int seed)
    {
        var random = new Random(seed);
        var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var database = Open();
        for (var step = 0; step < 200; step++)
        {
            var writes = Enumerable.Range(0, random.Next(1, 20))
                .Select(_ => ($"k{random.Next(100):d2}", random.Next(4) == 0 ? null : $"v{random.Next()}"))
                .ToArray();
            database.Apply(Batch(writes), random.Next(5) == 0 ? StateWrite.Restore : StateWrite.Commit);
            foreach (var (key, value) in writes)
            {
                if (value is null) model.Remove(key);
                else model[key] = value;
            }

            if (random.Next(10) == 0) database.Flush();
            if (random.Next(20) == 0)
            {
                database.Dispose();
                database = Open();
            }
        }

        using (database)
        {
            Assert.Equal(model.Keys, Keys(database, "", ""));
            Assert.All(model, pair => Assert.Equal(pair.Value, Read(database, pair.Key)));
        }
    }
}
