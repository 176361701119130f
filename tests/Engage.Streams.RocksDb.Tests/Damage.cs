using Engage.Streams.Ports;
using Engage.Streams.RocksDb.Integrity;

namespace Engage.Streams.RocksDb.Tests;

/// <summary>Files as a killed process left them, then damaged: the state that opens is one that once was, or it does not open.</summary>
public sealed class Damage : DatabaseFixture
{
    private const int Transactions = 47; // Two flushes, and seven transactions that only the log holds.
    private const int TransactionsPerFlush = 20; // Opening adds a third table: a fourth would set off a compaction.
    private const int FlipsPerFile = 20;

    [Theory]
    [InlineData("*.sst")]
    [InlineData("*.log")]
    [InlineData("MANIFEST-*")]
    [InlineData("CURRENT")]
    [InlineData("ENGAGE-SEAL")]
    [InlineData("OPTIONS-*")]
    public void A_flipped_bit_is_reported_or_harmless(string pattern)
    {
        using var left = LeaveFiles();
        var random = new Random(20_260_101);
        foreach (var name in Files(left.Path, pattern))
            for (var flip = 0; flip < FlipsPerFile; flip++)
            {
                var bytes = File.ReadAllBytes(Path.Combine(left.Path, name));
                if (bytes.Length == 0) continue;
                var at = random.Next(bytes.Length);
                bytes[at] ^= (byte)(1 << random.Next(8));

                AssertReportedOrConsistent(left.Path, path => File.WriteAllBytes(Path.Combine(path, name), bytes), $"{name}, bit flipped at {at}");
            }
    }

    [Theory]
    [InlineData("*.sst")]
    [InlineData("*.log")]
    [InlineData("MANIFEST-*")]
    [InlineData("CURRENT")]
    [InlineData("ENGAGE-SEAL")]
    public void A_shortened_file_is_reported_or_leaves_an_earlier_state(string pattern)
    {
        using var left = LeaveFiles();
        foreach (var name in Files(left.Path, pattern))
        {
            var length = (int)new FileInfo(Path.Combine(left.Path, name)).Length;
            for (var keep = 0; keep < length; keep += Math.Max(1, length / 12))
            {
                var bytes = File.ReadAllBytes(Path.Combine(left.Path, name))[..keep];

                AssertReportedOrConsistent(left.Path, path => File.WriteAllBytes(Path.Combine(path, name), bytes), $"{name}, {keep} of {length} bytes left");
            }
        }
    }

    [Theory]
    [InlineData("*.sst")]
    [InlineData("*.log")]
    [InlineData("MANIFEST-*")]
    [InlineData("CURRENT")]
    [InlineData("ENGAGE-SEAL")]
    public void A_deleted_file_is_reported(string pattern)
    {
        using var left = LeaveFiles();
        foreach (var name in Files(left.Path, pattern))
        {
            using var damaged = Copy(left.Path);
            File.Delete(Path.Combine(damaged.Path, name));

            Assert.Equal(StateFault.Corrupt, Assert.Throws<StateStoreException>(() => RocksDatabase.Open(Environment, damaged.Path)).Fault);
        }
    }

    [Fact]
    public void A_manifest_cut_at_the_edge_of_a_change_is_reported()
    {
        using var left = LeaveFiles();
        foreach (var edge in ChangeEdges(left.Path))
        {
            using var damaged = Copy(left.Path);
            CutManifest(damaged.Path, edge);

            Assert.Equal(StateFault.Corrupt, Assert.Throws<StateStoreException>(() => RocksDatabase.Open(Environment, damaged.Path)).Fault);
        }
    }

    /// <summary>The control: with a seal that agrees, the cut opens and serves a state that never was.</summary>
    [Fact]
    public void Without_the_seal_a_cut_manifest_goes_unnoticed()
    {
        using var left = LeaveFiles();
        var unnoticed = ChangeEdges(left.Path).Count(edge =>
        {
            using var damaged = Copy(left.Path);
            CutManifest(damaged.Path, edge);
            DirectorySeal.Create(damaged.Path).Dispose();
            return IsOpenedWithAStateThatNeverWas(damaged.Path);
        });

        Assert.True(unnoticed > 0);
    }

    /// <summary>A process killed while it creates a database leaves some of its files, and nothing that was ever stored.</summary>
    [Theory]
    [InlineData("MANIFEST-*")]
    [InlineData("CURRENT")]
    [InlineData("*.log")]
    public void A_creation_that_was_cut_off_is_no_damage_but_begun_again(string missing)
    {
        using var left = LeaveFiles();
        foreach (var name in Files(left.Path, missing)) File.Delete(Path.Combine(left.Path, name));
        DirectorySeal.Announce(left.Path);

        using var database = RocksDatabase.Open(Environment, left.Path);

        using var cursor = database.Scan([], []);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void A_directory_that_was_wiped_half_does_not_open()
    {
        using var left = LeaveFiles();
        DirectorySeal.Break(left.Path);

        Assert.Equal(StateFault.Corrupt, Assert.Throws<StateStoreException>(() => RocksDatabase.Open(Environment, left.Path)).Fault);
    }

    [Fact]
    public void Another_database_of_the_same_process_is_not_disturbed()
    {
        using var healthy = Open();
        healthy.Apply(Batch(("ada", "1")), StateWrite.Commit);
        using var left = LeaveFiles();
        File.WriteAllBytes(Path.Combine(left.Path, "CURRENT"), []);

        Assert.Throws<StateStoreException>(() => RocksDatabase.Open(Environment, left.Path));

        Assert.Equal("1", Read(healthy, "ada"));
    }

    private static List<string> Files(string path, string pattern)
    {
        var names = Directory.EnumerateFiles(path, pattern).Select(file => Path.GetFileName(file)!).Order().ToList();
        Assert.NotEmpty(names);
        return names;
    }

    private static List<long> ChangeEdges(string path)
    {
        using var file = File.OpenHandle(Path.Combine(path, Files(path, "MANIFEST-*").Single()));
        var edges = new List<long>();
        var reader = new LogFileReader(file, 0, RandomAccess.GetLength(file), new byte[16]);
        while (reader.TryRead(out _)) edges.Add(reader.Offset);
        Assert.Equal(RandomAccess.GetLength(file), edges[^1]);
        edges.RemoveAt(edges.Count - 1); // Cutting there cuts nothing.
        return edges;
    }

    private static void CutManifest(string path, long length)
    {
        using var file = File.OpenWrite(Path.Combine(path, Files(path, "MANIFEST-*").Single()));
        file.SetLength(length);
    }

    /// <summary>Copies what lies on the disk while the database is open, which is what a kill would leave.</summary>
    private TemporaryDirectory LeaveFiles()
    {
        var source = Path.Combine(DatabasePath, "damage");
        using var database = RocksDatabase.Open(Environment, source);
        EndlessWriter.Apply(database, Transactions, TransactionsPerFlush, valueBytes: 8);
        return Copy(source);
    }

    private static TemporaryDirectory Copy(string source)
    {
        var copy = new TemporaryDirectory();
        foreach (var file in Directory.EnumerateFiles(source)) File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        return copy;
    }

    private void AssertReportedOrConsistent(string left, Action<string> damage, string what)
    {
        using var damaged = Copy(left);
        damage(damaged.Path);
        Assert.False(IsOpenedWithAStateThatNeverWas(damaged.Path), what);
    }

    private bool IsOpenedWithAStateThatNeverWas(string path)
    {
        try
        {
            using var database = RocksDatabase.Open(Environment, path);
            return !EndlessWriter.IsConsistent(database);
        }
        catch (StateStoreException report)
        {
            Assert.True(report.Fault is StateFault.Corrupt or StateFault.Io, report.Message);
            return false;
        }
    }
}
