namespace Engage.Streams;

/// <summary>A topic whose keys and values have types.</summary>
/// <remarks>Hot paths read the spans of an <see cref="InputRecord"/> and write with <see cref="Output{TKey,TValue}.SendRaw"/>; the serdes serve clarity and tests.</remarks>
public class Topic<TKey, TValue>(string name, ISerde<TKey> key, ISerde<TValue> value) : Topic(name)
{
    public ISerde<TKey> Key { get; } = key;

    public ISerde<TValue> Value { get; } = value;
}
