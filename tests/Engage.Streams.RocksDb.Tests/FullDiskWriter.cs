using Engage.Disks;
using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb.Tests;

/// <summary>A process that fills the disk of its two databases, has both refused, and opens one of them again while the disk is still full. What RocksDB aborts on would end the tests with it.</summary>
internal static class FullDiskWriter
{
    public const string Verb = "write-until-full";
    public const string Consistent = "consistent";

    private const int TransactionsMax = 10_000;
    private const int Reopenings = 3;

    public static int Run(string path)
    {
        using var environment = new RocksDbEnvironment(RocksDbMemoryBudget.Divide(RocksDbMemoryBudget.MinimumBytes(2), 2));
        var (first, second) = (RocksDatabase.Open(environment, Path.Combine(path, "first")), RocksDatabase.Open(environment, Path.Combine(path, "second")));
        EndlessWriter.Apply(first, transactions: 10, transactionsPerFlush: long.MaxValue, valueBytes: 64);
        SmallDisk.Fill(Path.Combine(path, "ballast"));
        Console.Out.WriteLine(WriteUntilRefused(first));
        Console.Out.WriteLine(WriteUntilRefused(second));
        first.Dispose();
        for (var time = 0; time < Reopenings; time++) Console.Out.WriteLine(Reopen(environment, Path.Combine(path, "first")));
        second.Dispose();

        File.Delete(Path.Combine(path, "ballast"));
        foreach (var name in new[] { "first", "second" })
        {
            using var again = RocksDatabase.Open(environment, Path.Combine(path, name));
            EndlessWriter.Apply(again, transactions: 10, transactionsPerFlush: 1, valueBytes: 64);
            if (!EndlessWriter.IsConsistent(again)) return 1;
        }

        Console.Out.WriteLine(Consistent);
        return 0;
    }

    private static string WriteUntilRefused(RocksDatabase database) =>
        Refusal(() => EndlessWriter.Apply(database, TransactionsMax, transactionsPerFlush: long.MaxValue, valueBytes: 64));

    private static string Reopen(RocksDbEnvironment environment, string path) => Refusal(() =>
    {
        using var early = RocksDatabase.Open(environment, path);
        EndlessWriter.Apply(early, TransactionsMax, transactionsPerFlush: 1, valueBytes: 64);
    });

    private static string Refusal(Action work)
    {
        try
        {
            work();
            return "never refused";
        }
        catch (StateStoreException refused)
        {
            return refused.Fault.ToString();
        }
    }
}
