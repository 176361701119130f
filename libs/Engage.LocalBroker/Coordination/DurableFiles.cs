using System.Runtime.InteropServices;

namespace Engage.LocalBroker.Coordination;

/// <summary>File system steps that must survive a power loss.</summary>
internal static partial class DurableFiles
{
    private const int ReadOnly = 0;

    /// <summary>Makes creations, renames and removals in this directory durable. Windows needs no such step: NTFS journals them in order.</summary>
    /// <exception cref="IOException">The operating system refused.</exception>
    public static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;

        // .NET opens no handle on a directory, so this is the one place that asks the C library.
        var descriptor = Open(directory, ReadOnly);
        if (descriptor < 0) throw new IOException($"{directory} cannot be opened to flush it (errno {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Fsync(descriptor) != 0) throw new IOException($"{directory} cannot be flushed (errno {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
