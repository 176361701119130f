using System.Buffers.Binary;
using System.Text;

namespace Engage.LocalBroker.Protocol;

/// <summary>Appends Kafka's primitive types, big-endian, to a buffer.</summary>
/// <param name="buffer">Receives the bytes; several writers may append to it one after the other.</param>
/// <param name="flexible">True for the compact encoding: unsigned-varint lengths (plus one) and tagged fields after every struct.</param>
/// <param name="errors">Is told every error number written, for the request log; null where nobody keeps one.</param>
internal readonly ref struct KafkaWriter(GrowingBuffer buffer, bool flexible, ErrorTally? errors = null)
{
    public bool Flexible { get; } = flexible;

    public void WriteBool(bool value) => buffer.Claim(1)[0] = value ? (byte)1 : (byte)0;

    public void WriteInt8(sbyte value) => buffer.Claim(1)[0] = (byte)value;

    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(buffer.Claim(2), value);

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(buffer.Claim(4), value);

    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(buffer.Claim(4), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(buffer.Claim(8), value);

    public void WriteUuid(Guid value) => value.TryWriteBytes(buffer.Claim(16), bigEndian: true, out _);

    /// <summary>An error number (i16); anything but <see cref="ErrorCode.None"/> is tallied for the request log.</summary>
    public void WriteError(ErrorCode error)
    {
        errors?.Add(error);
        WriteInt16((short)error);
    }

    /// <summary>The throttle time, which is always 0: this broker has no quotas.</summary>
    public void WriteThrottle() => WriteInt32(0);

    public void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        if (Flexible) WriteUnsignedVarint((uint)length + 1);
        else WriteInt16(checked((short)length));
        Encoding.UTF8.GetBytes(value, buffer.Claim(length));
    }

    public void WriteNullableString(string? value)
    {
        if (value is not null) WriteString(value);
        else if (Flexible) WriteUnsignedVarint(0);
        else WriteInt16(-1);
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteBytesLength(value.Length);
        value.CopyTo(buffer.Claim(value.Length));
    }

    /// <summary>Only the length of a byte field whose content follows by other means; -1 for null.</summary>
    public void WriteBytesLength(int length)
    {
        if (Flexible) WriteUnsignedVarint((uint)(length + 1));
        else WriteInt32(length);
    }

    /// <summary>Number of elements that follow; -1 for a null array.</summary>
    public void WriteArrayCount(int count)
    {
        if (Flexible) WriteUnsignedVarint((uint)(count + 1));
        else WriteInt32(count);
    }

    /// <summary>Ends a struct, an array element or the body: no tagged fields. Writes nothing in the non-flexible encoding.</summary>
    public void WriteTags()
    {
        if (Flexible) buffer.Claim(1)[0] = 0;
    }

    public void WriteUnsignedVarint(uint value)
    {
        for (; value >= 0x80; value >>= 7) buffer.Claim(1)[0] = (byte)(value | 0x80);
        buffer.Claim(1)[0] = (byte)value;
    }
}
