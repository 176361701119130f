using System.Diagnostics;

namespace Engage.Streams.RocksDb.Tests;

public sealed class FullDisk
{
    [Fact]
    public async Task A_full_disk_is_refused_in_words_and_does_not_end_the_process()
    {
        var path = Directory.CreateTempSubdirectory("engage-small-").FullName;
        Assert.SkipUnless(Mount(path), "a small file system cannot be mounted here");
        try
        {
            using var writer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [FullDiskWriter.Verb, path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = writer.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var said = (await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.True(writer.ExitCode == 0, $"it ended with {writer.ExitCode}: {await errors}");
            Assert.Equal(["NoSpace", "NoSpace", "NoSpace", "NoSpace", "NoSpace", FullDiskWriter.Consistent], said);
        }
        finally
        {
            using var unmount = Process.Start("umount", ["-l", path]);
            await unmount.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(path);
        }
    }

    private static bool Mount(string path)
    {
        try
        {
            // Too small for the space that RocksDB sets aside for a log beforehand, which would take writes for a long time after the disk is full.
            using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", path]) { RedirectStandardError = true })!;
            mount.WaitForExit();
            return mount.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
