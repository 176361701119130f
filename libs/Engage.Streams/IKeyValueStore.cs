namespace Engage.Streams;

/// <summary>A typed table of one task. Reads see this transaction's own writes.</summary>
/// <remarks>For clarity; it decodes and may allocate at every read. Hot paths use <see cref="IBytesStore"/>. Used by the task's thread only.</remarks>
public interface IKeyValueStore<TKey, TValue>
{
    /// <returns>False if the key is absent; <paramref name="value"/> is then the default.</returns>
    bool TryGet(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value);

    void Put(TKey key, TValue value);

    /// <summary>Removes the key; nothing happens if it is absent.</summary>
    void Delete(TKey key);
}
