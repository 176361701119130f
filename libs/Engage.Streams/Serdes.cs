using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Engage.Streams;

/// <summary>Serdes for plain types. Integers are big-endian, so that stored keys sort by number if none is negative.</summary>
public static class Serdes
{
    /// <summary>Bytes as they are. Reading copies.</summary>
    public static ISerde<byte[]> Bytes { get; } = new BytesSerde();

    /// <summary>UTF-8 text; invalid sequences are refused with the code <c>invalid_utf8</c>.</summary>
    public static ISerde<string> Utf8 { get; } = new Utf8Serde();

    /// <summary>Eight bytes, big-endian.</summary>
    public static ISerde<long> Int64 { get; } = new Int64Serde();

    private sealed class BytesSerde : ISerde<byte[]>
    {
        public void Write(byte[] value, IBufferWriter<byte> output) => output.Write(value);

        public byte[] Read(ReadOnlySpan<byte> bytes) => bytes.ToArray();
    }

    private sealed class Utf8Serde : ISerde<string>
    {
        private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        public void Write(string value, IBufferWriter<byte> output) => Strict.GetBytes(value, output);

        public string Read(ReadOnlySpan<byte> bytes)
        {
            try
            {
                return Strict.GetString(bytes);
            }
            catch (DecoderFallbackException invalid)
            {
                throw new DecodeException(new DecodeError("invalid_utf8", "The text is not valid UTF-8.", ByteOffset: invalid.Index), invalid);
            }
        }
    }

    private sealed class Int64Serde : ISerde<long>
    {
        public void Write(long value, IBufferWriter<byte> output)
        {
            BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), value);
            output.Advance(sizeof(long));
        }

        public long Read(ReadOnlySpan<byte> bytes) => bytes.Length == sizeof(long)
            ? BinaryPrimitives.ReadInt64BigEndian(bytes)
            : throw new DecodeException(new DecodeError("invalid_int64", $"A 64-bit integer takes 8 bytes, not {bytes.Length}."));
    }
}
