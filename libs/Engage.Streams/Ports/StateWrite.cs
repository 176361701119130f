namespace Engage.Streams.Ports;

/// <summary>Why a batch is applied: lets a backend tune itself.</summary>
public enum StateWrite
{
    /// <summary>One committed transaction.</summary>
    Commit,

    /// <summary>Part of a restore: large batches, keys unsorted, ended by <see cref="IStateStoreBackend.Flush"/>. May be faster and less durable until then, never torn.</summary>
    Restore,
}
