namespace Engage.Streams;

/// <summary>A store whose keys and values have types.</summary>
public sealed class Store<TKey, TValue>(string name, byte id, ISerde<TKey> key, ISerde<TValue> value, StoreAccess access = StoreAccess.Point)
    : Store(name, id, access)
{
    public ISerde<TKey> Key { get; } = key;

    public ISerde<TValue> Value { get; } = value;
}
