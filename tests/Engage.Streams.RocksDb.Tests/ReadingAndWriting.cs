using System.Runtime.Versioning;
using System.Text;

using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb.Tests;

public sealed class ReadingAndWriting : DatabaseFixture
{
    [Fact]
    public void What_was_put_is_read()
    {
        using var database = Open();

        database.Apply(Batch(("ada", "1"), ("bob", "2")), StateWrite.Commit);

        Assert.Equal("1", Read(database, "ada"));
        Assert.Equal("2", Read(database, "bob"));
        Assert.Null(Read(database, "eve"));
    }

    [Fact]
    public void An_empty_value_is_a_value_and_not_a_missing_key()
    {
        using var database = Open();

        database.Apply(Batch(("ada", "")), StateWrite.Commit);

        Assert.Equal("", Read(database, "ada"));
    }

    [Fact]
    public void An_empty_key_is_a_key()
    {
        using var database = Open();

        database.Apply(Batch(("", "nameless")), StateWrite.Commit);

        Assert.Equal("nameless", Read(database, ""));
    }

    [Fact]
    public void The_last_write_to_a_key_in_a_batch_wins()
    {
        using var database = Open();

        database.Apply(Batch(("ada", "1"), ("ada", null), ("bob", "1"), ("ada", "3"), ("bob", null)), StateWrite.Commit);

        Assert.Equal("3", Read(database, "ada"));
        Assert.Null(Read(database, "bob"));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(3_000_000)]
    public void Values_of_every_length_of_length_come_back_whole(int length)
    {
        using var database = Open();
        var value = Encoding.ASCII.GetString(Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 26))).ToArray());

        database.Apply(Batch(("key", value)), StateWrite.Commit);

        Assert.Equal(value, Read(database, "key"));
    }

    [Fact]
    public void A_borrowed_value_stays_as_it_was_while_the_key_is_overwritten_and_flushed()
    {
        using var database = Open();
        database.Apply(Batch(("ada", "before")), StateWrite.Commit);

        using var borrowed = database.Get("ada"u8);
        database.Apply(Batch(("ada", "after")), StateWrite.Commit);
        database.Flush();

        Assert.Equal("before", Encoding.UTF8.GetString(borrowed.Bytes));
        Assert.Equal("after", Read(database, "ada"));
    }

    [Fact]
    public void Closing_under_a_borrowed_value_waits_for_it_instead_of_ending_the_process()
    {
        var database = Open();
        database.Apply(Batch(("ada", "1")), StateWrite.Commit);

        using (var borrowed = database.Get("ada"u8))
        {
            database.Dispose();
            Assert.Equal("1", Encoding.UTF8.GetString(borrowed.Bytes));
            Assert.Equal(StateFault.Locked, Assert.Throws<StateStoreException>(Open).Fault);
        }

        using var again = Open();
        Assert.Equal("1", Read(again, "ada"));
    }

    [Fact]
    public void Closing_under_a_cursor_waits_for_it_instead_of_ending_the_process()
    {
        var database = Open();
        database.Apply(Batch(("ada", "1"), ("bob", "2")), StateWrite.Commit);

        using (var cursor = database.Scan("a"u8, default))
        {
            database.Dispose();
            Assert.True(cursor.MoveNext());
            Assert.True(cursor.MoveNext());
        }

        using var again = Open();
        Assert.Equal("2", Read(again, "bob"));
    }

    [Fact]
    public void A_closed_database_refuses_instead_of_ending_the_process()
    {
        var database = Open();
        database.Dispose();
        database.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Read(database, "ada"));
        Assert.Throws<ObjectDisposedException>(() => database.Apply(Batch(("ada", "1")), StateWrite.Commit));
        Assert.Throws<ObjectDisposedException>(() => database.Scan(default, default));
        Assert.Throws<ObjectDisposedException>(database.Flush);
        Assert.Equal(default, database.ReadStatistics());
    }

    [Fact]
    public void What_was_applied_is_there_after_opening_again()
    {
        using (var database = Open()) database.Apply(Batch(("ada", "1")), StateWrite.Commit);

        using var again = Open();

        Assert.Equal("1", Read(again, "ada"));
    }

    [Fact]
    public void A_restored_batch_is_there_after_a_flush_and_opening_again()
    {
        using (var database = Open())
        {
            database.Apply(Batch(("ada", "1")), StateWrite.Restore);
            database.Flush();
        }

        using var again = Open();

        Assert.Equal("1", Read(again, "ada"));
    }

    [Fact]
    public void A_database_can_be_open_only_once()
    {
        using var database = Open();

        Assert.Equal(StateFault.Locked, Assert.Throws<StateStoreException>(Open).Fault);
    }

    [Fact]
    public void Statistics_count_keys_and_bytes()
    {
        using var database = Open();
        database.Apply(Batch(("ada", new string('x', 10_000)), ("bob", "2")), StateWrite.Commit);
        database.Flush();

        var statistics = database.ReadStatistics();

        Assert.Equal(2, statistics.Keys);
        Assert.True(statistics.FileBytes > 0);
        Assert.Equal(0, statistics.BackgroundErrors);
        Assert.False(statistics.AreWritesStopped);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public void Nobody_else_may_read_the_directory()
    {
        using var database = Open();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(DatabasePath));
    }
}
