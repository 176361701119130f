using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb.Tests;

public sealed class StateStores : DatabaseFixture
{
    private const string Worker = "accumulator";

    [Fact]
    public void Each_partition_has_its_own_database()
    {
        var stores = new RocksDbStateStores(DatabasePath, Environment);
        using var first = stores.Open(Worker, 0);
        using var second = stores.Open(Worker, 1);

        first.Apply(Batch(("ada", "1")), StateWrite.Commit);

        Assert.Equal("1", Read(first, "ada"));
        Assert.Null(Read(second, "ada"));
    }

    [Fact]
    public void A_wiped_database_opens_empty()
    {
        var stores = new RocksDbStateStores(DatabasePath, Environment);
        using (var database = stores.Open(Worker, 0)) database.Apply(Batch(("ada", "1")), StateWrite.Commit);

        stores.Wipe(Worker, 0);
        stores.Wipe(Worker, 7); // Never existed: nothing to do.

        using var again = stores.Open(Worker, 0);
        Assert.Null(Read(again, "ada"));
    }

    [Fact]
    public void A_damaged_database_is_reported_and_opens_empty_once_wiped()
    {
        var stores = new RocksDbStateStores(DatabasePath, Environment);
        using (var database = stores.Open(Worker, 3)) database.Apply(Batch(("ada", "1")), StateWrite.Commit);
        File.Delete(Path.Combine(DatabasePath, Worker, "3", "CURRENT"));

        var report = Assert.Throws<StateStoreException>(() => stores.Open(Worker, 3));
        stores.Wipe(Worker, 3);

        Assert.Equal(StateFault.Corrupt, report.Fault);
        Assert.Equal($"{Path.Combine(DatabasePath, Worker, "3")} is damaged: CURRENT is missing.", report.Message);
        using var again = stores.Open(Worker, 3);
        Assert.Null(Read(again, "ada"));
    }

    [Fact]
    public void Statistics_add_up_the_open_databases_of_a_worker()
    {
        var stores = new RocksDbStateStores(DatabasePath, Environment);
        using var first = stores.Open(Worker, 0);
        var second = stores.Open(Worker, 1);
        using var stranger = stores.Open("dispatcher", 0);
        foreach (var database in new[] { first, second, stranger }) database.Apply(Batch(("ada", "1"), ("bob", "2")), StateWrite.Commit);

        Assert.Equal(4, stores.ReadStatistics(Worker).Keys);
        second.Dispose();
        Assert.Equal(2, stores.ReadStatistics(Worker).Keys);
    }

    [Fact]
    public void A_state_directory_that_cannot_be_made_is_an_io_failure()
    {
        File.WriteAllText(DatabasePath, "a file where the directory should be");
        var stores = new RocksDbStateStores(DatabasePath, Environment);

        Assert.Equal(StateFault.Io, Assert.Throws<StateStoreException>(() => stores.Open(Worker, 0)).Fault);
    }
}
