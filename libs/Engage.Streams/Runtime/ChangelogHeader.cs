using System.Text;

namespace Engage.Streams.Runtime;

/// <summary>The last record of every transaction in a changelog, key <c>00</c>: makes the chain of transactions checkable and outlives the group's offsets.</summary>
/// <remarks>
/// <code>
/// [format: u8 = 1][sequence: i64][stream time: i64, micros][instance length: u16][instance: UTF-8]
/// [input count: u16][offset per input before: i64 …][input count: u16][offset per input after: i64 …]          big-endian
/// </code>
/// </remarks>
internal sealed class ChangelogHeader
{
    private const byte Format = 1;

    /// <summary>One more than that of the transaction before.</summary>
    public required long Sequence { get; init; }

    public required long StreamTimeMicros { get; init; }

    /// <summary>Who wrote it, for people.</summary>
    public required string Instance { get; init; }

    /// <summary>Next offset per input before this transaction.</summary>
    public required long[] PreviousInput { get; init; }

    /// <summary>Next offset per input after it.</summary>
    public required long[] NextInput { get; init; }

    public static void Write(Arena output, long sequence, long streamTimeMicros, ReadOnlySpan<byte> instance, ReadOnlySpan<long> previous, ReadOnlySpan<long> next)
    {
        var size = 1 + (2 * sizeof(long)) + sizeof(ushort) + instance.Length + (2 * sizeof(ushort)) + ((previous.Length + next.Length) * sizeof(long));
        var writer = new BigEndianWriter(output.GetSpan(size)[..size]);
        writer.Byte(Format);
        writer.Int64(sequence);
        writer.Int64(streamTimeMicros);
        writer.Bytes(instance);
        writer.Int64s(previous);
        writer.Int64s(next);
        output.Advance(size);
    }

    /// <exception cref="IntegrityException">These are not the bytes of a header.</exception>
    public static ChangelogHeader Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (bytes[0] != Format) throw new IntegrityException($"The header has format {bytes[0]}, not {Format}: a newer version has written this changelog.");
            var reader = new BigEndianReader(bytes[1..]);
            return new ChangelogHeader
            {
                Sequence = reader.Int64(),
                StreamTimeMicros = reader.Int64(),
                Instance = Encoding.UTF8.GetString(reader.Bytes()),
                PreviousInput = reader.Int64s(),
                NextInput = reader.Int64s(),
            };
        }
        catch (Exception torn) when (torn is ArgumentException or IndexOutOfRangeException)
        {
            throw new IntegrityException($"A header of {bytes.Length} bytes is damaged.");
        }
    }
}
