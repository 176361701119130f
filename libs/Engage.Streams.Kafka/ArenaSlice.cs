namespace Engage.Streams.Kafka;

/// <summary>Where a key or value lies in the consumer's <see cref="RecordArena"/>.</summary>
internal readonly record struct ArenaSlice(int Start, int Length, bool IsNull);
