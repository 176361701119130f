namespace Engage.Streams.Testing;

/// <summary>A record that a topology wrote and committed.</summary>
/// <param name="Value">The default if <paramref name="IsTombstone"/>.</param>
/// <param name="Headers">UTF-8 text by name; the last of repeated names.</param>
public sealed record TestRecord<TKey, TValue>(TKey Key, TValue? Value, bool IsTombstone, int Partition, long Offset, long TimestampMicros, IReadOnlyDictionary<string, string> Headers);
