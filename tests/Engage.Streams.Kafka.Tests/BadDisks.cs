using Engage.Disks;
using Engage.LoadTest.Summing;

namespace Engage.Streams.Kafka.Tests;

/// <summary>Disks that lie or are full. The numbers are those of the test catalogue. They concern the worker, not the broker, so one broker is enough.</summary>
public abstract class BadDisks(BrokerUnderTest under)
{
    /// <summary>18: files damaged while the worker was dead; it restores what it cannot trust and says so.</summary>
    [Theory]
    [InlineData("*.log")]
    [InlineData("MANIFEST-*")]
    [InlineData("CURRENT")]
    public async Task A_database_damaged_while_its_worker_was_dead_is_rebuilt(string pattern)
    {
        using var sums = new SumCase(under.Broker);
        sums.Input.Send(500);
        var worker = await sums.Start("a");
        sums.WaitUntilRead();
        worker.Kill();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(sums.DirectoryOf("a"), SumTopology.Worker), pattern, SearchOption.AllDirectories)) Spoil(file);

        sums.Input.Send(500);
        var second = await sums.Start("a");

        sums.AssertExactlyOnce();
        Assert.Contains(second.Lines, line => line.StartsWith("wiped", StringComparison.Ordinal) || line.StartsWith("restored", StringComparison.Ordinal));
    }

    /// <summary>19: what Kafka has committed stays committed when the disk takes no more.</summary>
    [Fact]
    public async Task A_full_disk_ends_the_worker_and_loses_nothing()
    {
        using var sums = new SumCase(under.Broker);
        sums.Input.PoisonShare = 0; // As many as are sent here would be a storm of poison, which stops the tasks and leaves the worker alive.
        Directory.CreateDirectory(sums.DirectoryOf("small"));
        using (SmallDisk.MountOrSkip(sums.DirectoryOf("small")))
        {
            sums.Input.Send(200);
            var small = await sums.Start("small");
            sums.WaitUntilRead();
            SmallDisk.Fill(Path.Combine(sums.DirectoryOf("small"), "ballast"));
            sums.SendUntilDead(small);
            Assert.True(small.ExitCode == (int)WorkerExit.StateUnusable, $"exit {small.ExitCode}: {string.Join(" | ", small.Lines.TakeLast(20))}");
        }

        await sums.Start("b");
        sums.AssertExactlyOnce();
    }

    private static void Spoil(string file)
    {
        var bytes = File.ReadAllBytes(file);
        for (var at = bytes.Length / 2; at < Math.Min(bytes.Length, (bytes.Length / 2) + 8); at++) bytes[at] ^= 0x55;
        File.WriteAllBytes(file, bytes);
    }
}
