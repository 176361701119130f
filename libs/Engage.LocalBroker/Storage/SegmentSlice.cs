namespace Engage.LocalBroker.Storage;

/// <summary>A stretch of one segment file that stays readable until disposed, even when the segment is deleted meanwhile.</summary>
internal sealed record SegmentSlice(SegmentFile File, long Position, int Length) : IDisposable
{
    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/> bytes into the slice.</summary>
    /// <exception cref="IOException">The file ends early or cannot be read.</exception>
    public void Read(int offset, Span<byte> destination) => File.ReadExactly(Position + offset, destination);

    public void Dispose() => File.Release();
}
