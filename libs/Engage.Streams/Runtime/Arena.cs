using System.Buffers;

namespace Engage.Streams.Runtime;

/// <summary>Append-only bytes that are dropped all at once; grows by doubling and keeps what it has, up to <see cref="KeepMaxBytes"/>.</summary>
internal sealed class Arena : IBufferWriter<byte>
{
    /// <summary>A burst may need more for one transaction; what lies above this is given back at the next <see cref="Clear"/>.</summary>
    private const int KeepMaxBytes = 64 << 20;

    private const int FirstBytes = 64 << 10;

    private byte[] bytes = new byte[FirstBytes];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Slice(int start, int length) => bytes.AsSpan(start, length);

    public void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(GetSpan(value.Length));
        Length += value.Length;
    }

    public void Overwrite(int start, ReadOnlySpan<byte> value) => value.CopyTo(bytes.AsSpan(start));

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return bytes.AsSpan(Length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return bytes.AsMemory(Length);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(bytes.Length - Length), nameof(count));
        Length += count;
    }

    public void Truncate(int length) => Length = length;

    public void Clear()
    {
        Length = 0;
        if (bytes.Length > KeepMaxBytes) bytes = new byte[FirstBytes];
    }

    private void Reserve(int count)
    {
        if (bytes.Length - Length >= count) return;
        Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)bytes.Length * 2, (long)Length + count)));
    }
}
