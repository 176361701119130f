namespace Engage.Avro.Binary;

/// <summary>A span or view that may be absent: what a nullable item of an array or map is in a view.</summary>
/// <typeparam name="T">The span or view.</typeparam>
public readonly ref struct AvroOptional<T>
    where T : allows ref struct
{
    public AvroOptional(T value)
    {
        Value = value;
        HasValue = true;
    }

    public bool HasValue { get; }

    /// <summary>Empty or default when <see cref="HasValue"/> is false.</summary>
    public T Value { get; }
}
