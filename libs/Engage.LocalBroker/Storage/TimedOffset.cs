namespace Engage.LocalBroker.Storage;

/// <summary>A record's offset and its timestamp in milliseconds since the Unix epoch.</summary>
internal readonly record struct TimedOffset(long Offset, long TimestampMs);
