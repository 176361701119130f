namespace Engage.Streams.Kafka.Tools;

/// <summary>One record as read from a topic. Key and value are null where absent.</summary>
/// <param name="TimestampMs">Milliseconds since the Unix epoch.</param>
public sealed record TopicRecord(string Topic, int Partition, long Offset, long TimestampMs, byte[]? Key, byte[]? Value, IReadOnlyList<KeyValuePair<string, byte[]?>> Headers);
