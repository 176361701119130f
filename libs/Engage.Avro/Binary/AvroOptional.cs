namespace Engage.Avro.Binary;

/// <summary>A span or view that may be absent. An absent string is not an empty one, so neither converts to the other by itself.</summary>
/// <typeparam name="T">The span or view.</typeparam>
public readonly ref struct AvroOptional<T>
    where T : allows ref struct
{
    /// <summary>A present value.</summary>
    public AvroOptional(T value)
    {
        Value = value;
        HasValue = true;
    }

    public bool HasValue { get; }

    /// <summary>Empty or default when <see cref="HasValue"/> is false.</summary>
    public T Value { get; }

    public static implicit operator AvroOptional<T>(T value) => new(value);
}
