namespace Engage.Streams.Offline;

/// <summary>A record that a task would have written.</summary>
/// <param name="Topic">As the topology names it; the dead letters too.</param>
/// <param name="TimestampMicros">Microseconds since the Unix epoch.</param>
/// <param name="Value">Null: a deletion.</param>
/// <param name="Headers">Encoded; see <see cref="HeaderView"/>.</param>
public sealed record OfflineRecord(Topic Topic, int Partition, long TimestampMicros, byte[] Key, byte[]? Value, byte[] Headers);
