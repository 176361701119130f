using System.Diagnostics;
using Engage.Disks;

namespace Engage.Streams.RocksDb.Tests;

public sealed class FullDisk
{
    [Fact]
    public async Task A_full_disk_is_refused_in_words_and_does_not_end_the_process()
    {
        var path = Directory.CreateTempSubdirectory("engage-small-").FullName;
        using (SmallDisk.MountOrSkip(path))
        {
            using var writer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [FullDiskWriter.Verb, path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = writer.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var said = (await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.True(writer.ExitCode == 0, $"it ended with {writer.ExitCode}: {await errors}");
            Assert.Equal(["NoSpace", "NoSpace", "NoSpace", "NoSpace", "NoSpace", FullDiskWriter.Consistent], said);
        }

        Directory.Delete(path);
    }
}
