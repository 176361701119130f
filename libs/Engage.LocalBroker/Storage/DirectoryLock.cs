namespace Engage.LocalBroker.Storage;

/// <summary>Keeps two brokers from sharing a data directory; released when the process dies, however it dies.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream file;

    /// <exception cref="IOException">Another broker has the directory.</exception>
    public DirectoryLock(string directory)
    {
        try
        {
            file = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new IOException($"Data directory {directory} is in use by another broker. Stop it, or give this one its own directory.", taken);
        }
    }

    public void Dispose() => file.Dispose();
}
