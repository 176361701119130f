using System.Buffers;
using Engage.Rules.Segments;
using Engage.Streams;

namespace Engage.SegmentMaterializer.Domain;

/// <summary>What holds for a whole partition. Immutable.</summary>
/// <param name="DefinitionsOffset">Last definition record in force; −1: none. Never goes down.</param>
/// <param name="SweepFrom">The player after which the sweep over new definitions goes on, UTF-8; empty: from the start; null: no sweep is under way.</param>
/// <param name="Starts">Since when each window and filtered counter has been kept.</param>
internal sealed record PartitionRow(long DefinitionsOffset, byte[]? SweepFrom, StreamStarts Starts)
{
    public static PartitionRow None { get; } = new(-1, null, StreamStarts.None);

    public static ISerde<PartitionRow> Serde { get; } = new Codec();

    /// <remarks><code>version (1 B = 1) | definitions offset (signed varint) | sweep under way (1 B) | sweep from (length-prefixed, if under way) | starts, to the end</code></remarks>
    private sealed class Codec : ISerde<PartitionRow>
    {
        private const byte FormatVersion = 1;

        public void Write(PartitionRow value, IBufferWriter<byte> output)
        {
            var writer = new RowWriter();
            writer.Byte(FormatVersion);
            writer.Signed(value.DefinitionsOffset);
            writer.Byte(value.SweepFrom is null ? (byte)0 : (byte)1);
            if (value.SweepFrom is { } from) writer.Prefixed(from);
            value.Starts.Write(writer);
            output.Write(writer.Written);
        }

        public PartitionRow Read(ReadOnlySpan<byte> bytes)
        {
            var reader = new RowReader(bytes);
            if (reader.Byte() is var version && version != FormatVersion) throw new InvalidDataException($"A partition row of format {version} cannot be read by this version of the segment-materializer.");
            var offset = reader.Signed();
            var sweepFrom = reader.Byte() == 0 ? null : reader.Prefixed().ToArray();
            return new PartitionRow(offset, sweepFrom, StreamStarts.Read(reader.Rest));
        }
    }
}
