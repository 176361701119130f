using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Engage.Streams;

namespace Engage.Scheduler.Domain;

/// <summary>Key of a member that waits for its turn: which rule's run, and which member of it, from 0.</summary>
/// <remarks><code>length of the rule id (1 B) | rule id | number (8 B, big-endian)</code> A rule has at most one run, so its id is enough; members sort in order of arrival.</remarks>
internal readonly record struct MemberKey(string RuleId, long Number)
{
    public static ISerde<MemberKey> Serde { get; } = new Codec();

    private sealed class Codec : ISerde<MemberKey>
    {
        public void Write(MemberKey value, IBufferWriter<byte> output)
        {
            var idBytes = Encoding.UTF8.GetByteCount(value.RuleId); // At most 63: ids are a-z, 0-9 and -.
            var span = output.GetSpan(1 + idBytes + sizeof(long));
            span[0] = (byte)idBytes;
            Encoding.UTF8.GetBytes(value.RuleId, span[1..]);
            BinaryPrimitives.WriteInt64BigEndian(span[(1 + idBytes)..], value.Number);
            output.Advance(1 + idBytes + sizeof(long));
        }

        public MemberKey Read(ReadOnlySpan<byte> bytes) =>
            new(Encoding.UTF8.GetString(bytes.Slice(1, bytes[0])), BinaryPrimitives.ReadInt64BigEndian(bytes[(1 + bytes[0])..]));
    }
}
