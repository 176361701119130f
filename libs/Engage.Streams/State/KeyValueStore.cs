using System.Diagnostics.CodeAnalysis;
using Engage.Streams.Runtime;

namespace Engage.Streams.State;

/// <summary>Types on top of bytes.</summary>
internal sealed class KeyValueStore<TKey, TValue>(Store<TKey, TValue> store, IBytesStore bytes) : IKeyValueStore<TKey, TValue>
{
    private readonly Arena scratch = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        using var found = bytes.Read(WriteKey(key));
        value = found.IsFound ? store.Value.Read(found.Bytes) : default;
        return found.IsFound;
    }

    public void Put(TKey key, TValue value)
    {
        var keyLength = WriteKey(key).Length;
        store.Value.Write(value, scratch);
        bytes.Put(scratch.Slice(0, keyLength), scratch.Slice(keyLength, scratch.Length - keyLength));
    }

    public void Delete(TKey key) => bytes.Delete(WriteKey(key));

    private ReadOnlySpan<byte> WriteKey(TKey key)
    {
        scratch.Clear();
        store.Key.Write(key, scratch);
        return scratch.Slice(0, scratch.Length);
    }
}
