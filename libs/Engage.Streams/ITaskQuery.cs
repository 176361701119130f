namespace Engage.Streams;

/// <summary>Reads the committed state of one task, on its own thread between two turns.</summary>
public interface ITaskQuery
{
    /// <summary>Next offset per input that the state covers: the "as of" of an answer.</summary>
    IReadOnlyList<long> Positions { get; }

    /// <summary>Looks a key up; dispose the result before the next call.</summary>
    BorrowedValue Read(Store store, scoped ReadOnlySpan<byte> key);

    /// <summary>Keys that start with <paramref name="prefix"/> and lie after <paramref name="after"/> (empty: from the first), in order. Take a bounded piece and come back: the task stands still meanwhile.</summary>
    IStoreCursor Scan(Store store, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> after);
}
