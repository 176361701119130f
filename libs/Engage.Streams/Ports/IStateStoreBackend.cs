namespace Engage.Streams.Ports;

/// <summary>
/// The committed state of one task: an ordered map of bytes to bytes, bytewise unsigned order. The first byte of a key is the store's id; key <c>00</c> holds the engine's meta data and is written in the same batches.
/// </summary>
/// <remarks>
/// <see cref="Apply"/> is atomic and survives the death of the process (not necessarily of the machine: the changelog is the durable copy). One thread at a time: the restore thread first, then the task's.
/// All failures are <see cref="StateStoreException"/>.
/// </remarks>
public interface IStateStoreBackend : IDisposable
{
    /// <summary>Looks a key up; dispose the result before the next call to this object.</summary>
    BorrowedValue Get(scoped ReadOnlySpan<byte> key);

    /// <summary>Keys from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive; empty: to the end), ascending, as of now.</summary>
    IStoreCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to);

    /// <summary>Applies all or nothing. Later entries for a key win.</summary>
    void Apply(StateBatch batch, StateWrite kind);

    /// <summary>Makes what was applied survive the machine, where the backend can; called at an orderly close and after a restore.</summary>
    void Flush();
}
