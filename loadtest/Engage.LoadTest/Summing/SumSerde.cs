using System.Buffers;
using System.Buffers.Binary;
using Engage.Streams;

namespace Engage.LoadTest.Summing;

/// <summary><c>[value: i64][input: u8][offset: i64]</c>, big-endian.</summary>
internal sealed class SumSerde : ISerde<Sum>
{
    public const int SizeBytes = sizeof(long) + 1 + sizeof(long);

    public static readonly SumSerde Instance = new();

    public void Write(Sum value, IBufferWriter<byte> output)
    {
        var bytes = output.GetSpan(SizeBytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, value.Value);
        bytes[sizeof(long)] = value.Input;
        BinaryPrimitives.WriteInt64BigEndian(bytes[(sizeof(long) + 1)..], value.Offset);
        output.Advance(SizeBytes);
    }

    public Sum Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt64BigEndian(bytes), bytes[sizeof(long)], BinaryPrimitives.ReadInt64BigEndian(bytes[(sizeof(long) + 1)..]));
}
