namespace Engage.LocalBroker.Records;

/// <summary>The zig-zag varints inside records.</summary>
internal static class Varint
{
    private const int LongestBytes = 10;

    /// <exception cref="InvalidDataException">The bytes end within the number, or it is too long.</exception>
    public static long Read(ReadOnlySpan<byte> bytes, out int sizeBytes)
    {
        ulong value = 0;
        for (var index = 0; index < bytes.Length && index < LongestBytes; index++)
        {
            value |= (ulong)(bytes[index] & 0x7F) << (7 * index);
            if (bytes[index] >= 0x80) continue;

            sizeBytes = index + 1;
            return (long)(value >> 1) ^ -(long)(value & 1);
        }

        throw new InvalidDataException("A varint does not end.");
    }
}
