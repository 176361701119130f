namespace Engage.Streams;

/// <summary>A walk over keys in ascending order. Starts before the first; dispose it on every path.</summary>
/// <remarks>Writing to the store while a cursor is open is allowed; whether the walk meets keys written meanwhile is not defined.</remarks>
public interface IStoreCursor : IDisposable
{
    /// <summary>Moves to the next key.</summary>
    /// <returns>False at the end.</returns>
    bool MoveNext();

    /// <summary>The current key without the store's id; valid until the next move.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>The current value; valid until the next move or write.</summary>
    ReadOnlySpan<byte> Value { get; }
}
