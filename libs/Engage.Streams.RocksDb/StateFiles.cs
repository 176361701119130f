using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb;

/// <summary>Plain file work around a database, with failures classed like RocksDB's own.</summary>
internal static class StateFiles
{
    private const int NoSpaceErrno = 28; // ENOSPC
    private const int QuotaErrno = 122; // EDQUOT

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

    private static StateFault Classify(IOException failure) => (failure.HResult & 0xffff) is NoSpaceErrno or QuotaErrno ? StateFault.NoSpace : StateFault.Io;
}
