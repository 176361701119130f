using System.Buffers;

namespace Engage.LocalBroker.Protocol;

/// <summary>An append-only byte buffer on pooled arrays. Not thread-safe; <see cref="Dispose"/> gives the array back.</summary>
internal sealed class GrowingBuffer : IDisposable
{
    private const int SmallestSizeBytes = 512;

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(SmallestSizeBytes);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => bytes.AsMemory(0, Length);

    /// <summary>The next <paramref name="sizeBytes"/> bytes, to be filled by the caller before the next call; their content is undefined.</summary>
    public Span<byte> Claim(int sizeBytes)
    {
        if (bytes.Length - Length < sizeBytes) Grow(sizeBytes);

        var claimed = bytes.AsSpan(Length, sizeBytes);
        Length += sizeBytes;
        return claimed;
    }

    /// <summary>Written bytes from <paramref name="position"/> on, for patching a length once it is known.</summary>
    public Span<byte> Patch(int position) => bytes.AsSpan(position, Length - position);

    /// <summary>Gives back the last <paramref name="sizeBytes"/> claimed bytes.</summary>
    public void Unclaim(int sizeBytes) => Length -= sizeBytes;

    public void Clear() => Length = 0;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        Length = 0;
    }

    private void Grow(int sizeBytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + sizeBytes), bytes.Length * 2));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
