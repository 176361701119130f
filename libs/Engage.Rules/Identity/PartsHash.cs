using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Engage.Rules.Identity;

/// <summary>SHA-256 over parts, each preceded by its length as four big-endian bytes, so that no two lists of parts share an input.</summary>
internal sealed class PartsHash : IDisposable
{
    private readonly byte[] buffer;
    private int length;

    public PartsHash(ReadOnlySpan<byte> kind, int partsBytes)
    {
        // Eight prefixes cover the longest list of parts above.
        buffer = ArrayPool<byte>.Shared.Rent(kind.Length + partsBytes + (8 * sizeof(int)));
        Add(kind);
    }

    public void Add(ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(length), part.Length);
        part.CopyTo(buffer.AsSpan(length + sizeof(int)));
        length += sizeof(int) + part.Length;
    }

    public void Add(DecisionId id)
    {
        Span<byte> bytes = stackalloc byte[DecisionId.SizeBytes];
        id.WriteBytes(bytes);
        Add(bytes);
    }

    public void Add(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        Add(bytes);
    }

    public DecisionId ToId()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, length), digest);
        return DecisionId.FromHash(digest);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
