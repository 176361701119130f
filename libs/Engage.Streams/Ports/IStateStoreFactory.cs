namespace Engage.Streams.Ports;

/// <summary>Opens the databases of tasks. Thread-safe.</summary>
public interface IStateStoreFactory
{
    /// <summary>Opens, or creates empty, the database of one task.</summary>
    /// <param name="worker">The topology's name.</param>
    /// <exception cref="StateStoreException"><see cref="StateFault.Corrupt"/>: the engine calls <see cref="Wipe"/> and restores from the changelog.</exception>
    IStateStoreBackend Open(string worker, int partition);

    /// <summary>Removes the database of one task, which must not be open.</summary>
    void Wipe(string worker, int partition);
}
