namespace Engage.Streams;

/// <summary>A table of one task over bytes: borrowed values in, copied values out. Reads see this transaction's own writes.</summary>
/// <remarks>
/// Keys sort bytewise, unsigned. Writes are kept in memory until the transaction commits; then each changed key costs one changelog record and one put, however often it was written.
/// Allocates nothing per call once warm. Used by the task's thread only.
/// </remarks>
public interface IBytesStore
{
    /// <summary>Looks a key up.</summary>
    /// <returns>A borrowed value: dispose it, and do not use its bytes after that or after the next write to this task's stores.</returns>
    BorrowedValue Read(scoped ReadOnlySpan<byte> key);

    /// <summary>Sets a key. Both spans are copied. An empty value is a value.</summary>
    void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Removes a key; nothing happens if it is absent.</summary>
    void Delete(ReadOnlySpan<byte> key);

    /// <summary>All keys that start with <paramref name="prefix"/>, in order; an empty prefix means all.</summary>
    /// <exception cref="InvalidOperationException">The store was not declared <see cref="StoreAccess.Ordered"/>.</exception>
    IStoreCursor Scan(ReadOnlySpan<byte> prefix);

    /// <summary>All keys from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive; empty: to the end), in order.</summary>
    /// <exception cref="InvalidOperationException">The store was not declared <see cref="StoreAccess.Ordered"/>.</exception>
    IStoreCursor Range(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to);
}
