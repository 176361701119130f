using System;
using System.Diagnostics.CodeAnalysis;
using Engage.Avro.Schemas;

namespace Engage.Avro.Binary;

/// <summary>What the generated codec of a record can do, for code that is generic over records. All members are static and thread-safe.</summary>
/// <typeparam name="T">The record.</typeparam>
public interface IAvroCodec<T>
    where T : class
{
    /// <summary>The schema this codec was generated from, as one line of JSON.</summary>
    static abstract string SchemaText { get; }

    static abstract AvroSchema Schema { get; }

    /// <summary>Appends the payload (no wire header).</summary>
    /// <exception cref="AvroEncodeException">The record holds what the schema cannot.</exception>
    static abstract void Write(ref AvroWriter writer, T value);

    /// <exception cref="AvroDecodeException">The bytes are no such record; its field path is empty.</exception>
    static abstract T Read(ref AvroReader reader);

    /// <summary>Reads a whole payload (no wire header).</summary>
    /// <param name="payload">Bytes written with exactly <see cref="Schema"/>.</param>
    /// <param name="value">The record, or null.</param>
    /// <param name="error">Why there is no record, with the field's path.</param>
    /// <param name="limits"><see cref="AvroLimits.Default"/> when null.</param>
    static abstract bool TryRead(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out DecodeError? error, AvroLimits? limits = null);
}
