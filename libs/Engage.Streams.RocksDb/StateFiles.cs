using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb;

/// <summary>Plain file work around a database, with failures classed like RocksDB's own.</summary>
internal static class StateFiles
{
    private const int NoSpaceErrno = 28; // ENOSPC
    private const int QuotaErrno = 122; // EDQUOT

    /// <summary>Opening writes some tens of kilobytes: options, a new manifest, RocksDB's own LOG.</summary>
    private const long FreeBytesToOpen = 1 << 20;

    public static T Guard<T>(string operation, string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (IOException failure)
        {
            throw new StateStoreException(Classify(failure), $"Could not {operation} {path}: {failure.Message}", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StateStoreException(StateFault.Io, $"Could not {operation} {path}: {failure.Message}", failure);
        }
    }

    public static void Guard(string operation, string path, Action work) => Guard(operation, path, () =>
    {
        work();
        return true;
    });

    /// <summary>Makes the directory, readable by nobody else, since it holds what is known of players.</summary>
    /// <returns>True when it is empty: a database may be created there. Anything else must be opened as it is, or RocksDB could replay an old log into a new database.</returns>
    public static bool CreateOwnDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return !Directory.EnumerateFileSystemEntries(path).Any();
    }

    /// <remarks>RocksDB 7 does not survive a disk that is too full for a line of its LOG: the next line is an assertion that ends the process, where the library is built with assertions, as Debian's is.</remarks>
    /// <exception cref="StateStoreException">With <see cref="StateFault.NoSpace"/>.</exception>
    public static void ThrowIfFull(string path)
    {
        var free = new DriveInfo(path).AvailableFreeSpace;
        if (free < FreeBytesToOpen) throw new StateStoreException(StateFault.NoSpace, $"The disk of {path} has {free} bytes left; a database is opened only with {FreeBytesToOpen} at least.");
    }

    private static StateFault Classify(IOException failure) => (failure.HResult & 0xffff) is NoSpaceErrno or QuotaErrno ? StateFault.NoSpace : StateFault.Io;
}
