using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Engage.Rules.Time;
using Engage.Streams;

namespace Engage.Scheduler.Domain;

/// <summary>What is kept of one scheduled rule: how far its schedule has been handled, and the run that is going on.</summary>
/// <param name="HandledUpToMicros">The latest occurrence that was started, skipped or recorded as missed.</param>
/// <param name="Run">Null: none is going on.</param>
internal sealed record RuleRow(long HandledUpToMicros, Run? Run)
{
    public static ISerde<RuleRow> Serde { get; } = new Codec();

    /// <remarks>
    /// <code>
    /// version 1 B = 1 | handled up to 8 B | has run 1 B | phase 1 B | rule version 4 B | due 8 B | ends missing 4 B | members 8 B | announced 8 B | written 8 B
    ///   | started at 8 B (−1: not yet) | anchor 8 B | taken 8 B | players per minute 4 B (0: as fast as possible) | run id, UTF-8, to the end
    /// </code>
    /// All big-endian; everything after "has run" only if it is 1.
    /// </remarks>
    private sealed class Codec : ISerde<RuleRow>
    {
        private const byte FormatVersion = 1;
        private const int HeadBytes = 10;
        private const int RunBytes = 1 + 4 + 8 + 4 + 8 + 8 + 8 + 8 + 8 + 8 + 4;

        public void Write(RuleRow value, IBufferWriter<byte> output)
        {
            var idBytes = value.Run is null ? 0 : Encoding.UTF8.GetByteCount(value.Run.RunId);
            var size = value.Run is null ? HeadBytes : HeadBytes + RunBytes + idBytes;
            var span = output.GetSpan(size);
            span[0] = FormatVersion;
            BinaryPrimitives.WriteInt64BigEndian(span[1..], value.HandledUpToMicros);
            span[9] = value.Run is null ? (byte)0 : (byte)1;
            if (value.Run is { } run) WriteRun(run, span[HeadBytes..]);
            output.Advance(size);
        }

        public RuleRow Read(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length < HeadBytes || bytes[0] != FormatVersion) throw new DecodeException(new DecodeError("invalid_row", $"A scheduler row of format {(bytes.IsEmpty ? -1 : bytes[0])} cannot be read by this version."));
            var handled = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
            return new RuleRow(handled, bytes[9] == 0 ? null : ReadRun(bytes[HeadBytes..]));
        }

        private static void WriteRun(Run run, Span<byte> span)
        {
            span[0] = (byte)run.Phase;
            BinaryPrimitives.WriteInt32BigEndian(span[1..], run.RuleVersion);
            BinaryPrimitives.WriteInt64BigEndian(span[5..], run.DueMicros);
            BinaryPrimitives.WriteInt32BigEndian(span[13..], run.EndsMissing);
            BinaryPrimitives.WriteInt64BigEndian(span[17..], run.Members);
            BinaryPrimitives.WriteInt64BigEndian(span[25..], run.Announced);
            BinaryPrimitives.WriteInt64BigEndian(span[33..], run.Written);
            BinaryPrimitives.WriteInt64BigEndian(span[41..], run.StartedAtMicros ?? -1);
            BinaryPrimitives.WriteInt64BigEndian(span[49..], run.Pace.AnchorMicros);
            BinaryPrimitives.WriteInt64BigEndian(span[57..], run.Pace.Taken);
            BinaryPrimitives.WriteInt32BigEndian(span[65..], run.Pace.PlayersPerMinute ?? 0);
            Encoding.UTF8.GetBytes(run.RunId, span[RunBytes..]);
        }

        private static Run ReadRun(ReadOnlySpan<byte> span)
        {
            var startedAt = BinaryPrimitives.ReadInt64BigEndian(span[41..]);
            var speed = BinaryPrimitives.ReadInt32BigEndian(span[65..]);
            return new Run(Encoding.UTF8.GetString(span[RunBytes..]), BinaryPrimitives.ReadInt32BigEndian(span[1..]), BinaryPrimitives.ReadInt64BigEndian(span[5..]))
            {
                Phase = (RunPhase)span[0],
                EndsMissing = BinaryPrimitives.ReadInt32BigEndian(span[13..]),
                Members = BinaryPrimitives.ReadInt64BigEndian(span[17..]),
                Announced = BinaryPrimitives.ReadInt64BigEndian(span[25..]),
                Written = BinaryPrimitives.ReadInt64BigEndian(span[33..]),
                StartedAtMicros = startedAt < 0 ? null : startedAt,
                Pace = new Pace(BinaryPrimitives.ReadInt64BigEndian(span[49..]), BinaryPrimitives.ReadInt64BigEndian(span[57..]), speed == 0 ? null : speed),
            };
        }
    }
}
