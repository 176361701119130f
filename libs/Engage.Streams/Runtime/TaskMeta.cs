using System.Text;

namespace Engage.Streams.Runtime;

/// <summary>How far a task's state has come; written with every batch, under key <c>00</c>.</summary>
/// <remarks>
/// <code>
/// [format: u8 = 1][next changelog offset: i64][sequence: i64][stream time: i64, micros][applied at: i64, micros]
/// [topic id length: u16][topic id: UTF-8][input count: u16][next offset per input: i64 …]
/// [input count: u16][next offset per input before the last transaction: i64 …]          big-endian
/// </code>
/// </remarks>
internal sealed class TaskMeta
{
    private const byte Format = 1;

    /// <summary>Key of the meta data in the state and of the header in the changelog.</summary>
    public static ReadOnlySpan<byte> Key => [0];

    public string ChangelogTopicId { get; set; } = string.Empty;

    /// <summary>First changelog offset not yet in the state.</summary>
    public long NextChangelogOffset { get; set; }

    /// <summary>Number of the last transaction; 0 before the first.</summary>
    public long Sequence { get; set; }

    public long StreamTimeMicros { get; set; }

    /// <summary>Wall clock of the last change.</summary>
    public long AppliedAtMicros { get; set; }

    /// <summary>Next offset per input; empty before the first transaction. An input added to the topology later is missing at the end.</summary>
    public long[] NextInput { get; set; } = [];

    /// <summary>What <see cref="NextInput"/> was before the last transaction.</summary>
    public long[] PreviousInput { get; set; } = [];

    public void WriteTo(Arena output)
    {
        var topicId = Encoding.UTF8.GetBytes(ChangelogTopicId);
        var size = 1 + (4 * sizeof(long)) + sizeof(ushort) + topicId.Length + (2 * sizeof(ushort)) + ((NextInput.Length + PreviousInput.Length) * sizeof(long));
        var writer = new BigEndianWriter(output.GetSpan(size)[..size]);
        writer.Byte(Format);
        writer.Int64(NextChangelogOffset);
        writer.Int64(Sequence);
        writer.Int64(StreamTimeMicros);
        writer.Int64(AppliedAtMicros);
        writer.Bytes(topicId);
        writer.Int64s(NextInput);
        writer.Int64s(PreviousInput);
        output.Advance(size);
    }

    /// <returns>Null if the bytes are of another format: the state cannot be used.</returns>
    public static TaskMeta? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Format) return null;
        var reader = new BigEndianReader(bytes[1..]);
        return new TaskMeta
        {
            NextChangelogOffset = reader.Int64(),
            Sequence = reader.Int64(),
            StreamTimeMicros = reader.Int64(),
            AppliedAtMicros = reader.Int64(),
            ChangelogTopicId = Encoding.UTF8.GetString(reader.Bytes()),
            NextInput = reader.Int64s(),
            PreviousInput = reader.Int64s(),
        };
    }
}
