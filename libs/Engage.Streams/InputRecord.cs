namespace Engage.Streams;

/// <summary>One record read from a topic: spans into the worker's memory, valid only during the call that was handed it.</summary>
public readonly ref struct InputRecord
{
    /// <summary>Which input it came from; compare with <c>==</c> against the topic declared in the topology.</summary>
    public required Topic Topic { get; init; }

    public required int Partition { get; init; }

    public required long Offset { get; init; }

    /// <summary>Microseconds since the Unix epoch (Kafka's milliseconds × 1,000): the broker's append time on topics with LogAppendTime, else what the producer said.</summary>
    public required long TimestampMicros { get; init; }

    /// <summary>Empty for both an empty and an absent key; see <see cref="HasKey"/>.</summary>
    public required ReadOnlySpan<byte> Key { get; init; }

    public required bool HasKey { get; init; }

    /// <summary>Empty for both an empty value and a tombstone; see <see cref="IsTombstone"/>.</summary>
    public required ReadOnlySpan<byte> Value { get; init; }

    public required bool IsTombstone { get; init; }

    public required HeaderView Headers { get; init; }

    /// <summary>Decodes the key as that topic's type. May allocate.</summary>
    /// <exception cref="DecodeException">Let it pass: the engine sends the record to the dead letters.</exception>
    public TKey KeyAs<TKey, TValue>(Topic<TKey, TValue> topic) => topic.Key.Read(Key);

    /// <summary>Decodes the value as that topic's type. May allocate. Ask <see cref="IsTombstone"/> first where deletions are possible.</summary>
    /// <exception cref="DecodeException">Let it pass: the engine sends the record to the dead letters.</exception>
    public TValue ValueAs<TKey, TValue>(Topic<TKey, TValue> topic) => topic.Value.Read(Value);
}
