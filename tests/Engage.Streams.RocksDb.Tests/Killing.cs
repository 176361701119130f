using System.Diagnostics;

namespace Engage.Streams.RocksDb.Tests;

public sealed class Killing : DatabaseFixture
{
    private const int Rounds = 6;

    [Fact]
    public async Task A_killed_process_leaves_data_and_counter_of_one_and_the_same_transaction()
    {
        long previous = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await WriteUntilKilled(TimeSpan.FromMilliseconds(150 + (130 * round)));

            using var database = Open();
            var counter = EndlessWriter.ReadCounter(database);
            Assert.True(counter > previous, $"round {round}: the counter stands at {counter} and stood at {previous}");
            Assert.True(EndlessWriter.IsConsistent(database), $"round {round}: keys disagree with counter {counter}");
            previous = counter;
        }
    }

    private async Task WriteUntilKilled(TimeSpan lifetime)
    {
        var start = new ProcessStartInfo(System.Environment.ProcessPath!, [EndlessWriter.Verb, DatabasePath]) { RedirectStandardOutput = true };
        using var writer = Process.Start(start)!;
        var line = await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal("writing", line);

        Assert.False(writer.WaitForExit(lifetime), "the writer ended by itself");
        writer.Kill(); // SIGKILL: nothing is flushed or closed.
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
