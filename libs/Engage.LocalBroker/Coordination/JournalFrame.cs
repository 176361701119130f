using System.Buffers.Binary;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Coordination;

/// <summary>How a record lies in a journal or snapshot file.</summary>
/// <remarks>
/// <code>
/// +------------+--------------+---------+-----------------+
/// | length i32 | crc-32c u32  | type u8 | payload         |
/// +------------+--------------+---------+-----------------+
///                             '---- length, crc over ----'
/// </code>
/// </remarks>
internal static class JournalFrame
{
    public const int HeaderSizeBytes = 8;

    /// <summary>Larger lengths are garbage, not records.</summary>
    public const int LengthMax = 256 * 1024 * 1024;

    public static void Write(GrowingBuffer buffer, JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        var start = buffer.Length;
        buffer.Claim(HeaderSizeBytes);
        buffer.Claim(1)[0] = (byte)type;
        payload.CopyTo(buffer.Claim(payload.Length));

        var frame = buffer.Patch(start);
        BinaryPrimitives.WriteInt32BigEndian(frame, 1 + payload.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame[4..], Crc32C.Compute(frame[HeaderSizeBytes..]));
    }

    /// <summary>Size of the body that follows this header; null when the header is garbage.</summary>
    public static int? BodySizeBytes(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        return length is >= 1 and <= LengthMax ? length : null;
    }

    public static bool IsIntact(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body) =>
        BinaryPrimitives.ReadUInt32BigEndian(header[4..]) == Crc32C.Compute(body);
}
