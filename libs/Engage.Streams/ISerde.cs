using System.Buffers;

namespace Engage.Streams;

/// <summary>Writes and reads one type as the bytes of a record key, a record value or a stored value.</summary>
/// <remarks>Implementations are immutable and safe for use by several threads at once.</remarks>
public interface ISerde<T>
{
    /// <summary>Appends the encoding of <paramref name="value"/> to <paramref name="output"/>.</summary>
    void Write(T value, IBufferWriter<byte> output);

    /// <summary>Decodes <paramref name="bytes"/>, which must hold exactly one value.</summary>
    /// <exception cref="DecodeException">The bytes are no such value. Thrown while a record is processed, it sends that record to the dead letters.</exception>
    T Read(ReadOnlySpan<byte> bytes);
}
