using System.Buffers.Binary;

namespace Engage.LoadTest.Verification;

/// <summary>The record under key <c>00</c> that ends each transaction in a changelog, read from its published form.</summary>
/// <remarks><c>[format: u8][sequence: i64][stream time: i64][instance: u16, bytes][before: u16, i64 …][after: u16, i64 …]</c>, big-endian.</remarks>
internal sealed record TransactionHeader(long Sequence, long[] Before, long[] After)
{
    public static TransactionHeader Read(ReadOnlySpan<byte> bytes)
    {
        var sequence = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        var rest = bytes[17..];
        rest = rest[(2 + BinaryPrimitives.ReadUInt16BigEndian(rest))..];
        var before = Offsets(ref rest);
        return new TransactionHeader(sequence, before, Offsets(ref rest));
    }

    private static long[] Offsets(ref ReadOnlySpan<byte> rest)
    {
        var offsets = new long[BinaryPrimitives.ReadUInt16BigEndian(rest)];
        rest = rest[2..];
        for (var i = 0; i < offsets.Length; i++, rest = rest[8..]) offsets[i] = BinaryPrimitives.ReadInt64BigEndian(rest);
        return offsets;
    }
}
