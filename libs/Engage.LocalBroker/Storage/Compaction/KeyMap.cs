using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Engage.LocalBroker.Storage.Compaction;

/// <summary>The newest offset of every key in the range being cleaned, by 16-byte key hashes in bounded memory.</summary>
internal sealed class KeyMap
{
    /// <summary>About 200 MB at the very most; a range with more keys is cleaned in several rounds.</summary>
    public const int MaxKeys = 4_000_000;

    private readonly Dictionary<UInt128, long> newest = [];

    public bool IsFull => newest.Count >= MaxKeys;

    public void Put(ReadOnlySpan<byte> key, long offset) => newest[Hash(key)] = offset;

    /// <summary>True when a later record in the range has the same key.</summary>
    public bool IsSuperseded(ReadOnlySpan<byte> key, long offset) => newest.TryGetValue(Hash(key), out var latest) && latest > offset;

    private static UInt128 Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
