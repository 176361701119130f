using System.ComponentModel;
using System.Diagnostics;

namespace Engage.Disks;

/// <summary>A file system of its own on a directory, small enough to be filled; taken off when disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string path;

    private SmallDisk(string path) => this.path = path;

    /// <summary>Mounts it, or skips the test where that is not allowed.</summary>
    public static SmallDisk MountOrSkip(string path)
    {
        Assert.SkipUnless(Mount(path), "a small file system cannot be mounted here");
        return new SmallDisk(path);
    }

    /// <summary>Writes to a file until the disk takes no more.</summary>
    public static void Fill(string file)
    {
        using var ballast = File.Create(file, bufferSize: 1);
        var block = new byte[4 << 10];
        try
        {
            while (true) ballast.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Dispose()
    {
        using var unmount = Process.Start("umount", ["-l", path]);
        unmount.WaitForExit();
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
        catch (Win32Exception)
        {
            return false;
        }
    }
}
