using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Engage.Contracts;
using Engage.Streams;

namespace Engage.Dispatcher.Lanes;

/// <summary>The messages of all lanes, in order within each.</summary>
/// <remarks>
/// Key: <c>[lane length: u16][lane: UTF-8][place: i64]</c>, big-endian, so that a lane is a prefix and its order the order of keys.
/// Value: <c>[version: u8 = 1][results: i32][told length: u8][told: UTF-8][DispatchWork, wire header included]</c>.
/// </remarks>
internal sealed class LaneQueue(IBytesStore store)
{
    private const byte Version = 1;
    private const int FixedBytes = 1 + sizeof(int) + 1;

    private readonly ArrayBufferWriter<byte> value = new(4_096);

    public void Put(string lane, long place, QueuedMessage message)
    {
        value.ResetWrittenCount();
        var told = message.ToldStatus is null ? 0 : Encoding.UTF8.GetByteCount(message.ToldStatus);
        var span = value.GetSpan(FixedBytes + told);
        span[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], message.ResultSeq);
        span[FixedBytes - 1] = (byte)told;
        if (told > 0) Encoding.UTF8.GetBytes(message.ToldStatus, span[FixedBytes..]);
        value.Advance(FixedBytes + told);
        EngageTopics.DispatchWork.Wire.Write(message.Work, value);
        store.Put(Key(lane, place), value.WrittenSpan);
    }

    /// <returns>Null where the place is empty.</returns>
    public QueuedMessage? Find(string lane, long place)
    {
        using var found = store.Read(Key(lane, place));
        return found.IsFound ? Read(found.Bytes) : null;
    }

    public void Delete(string lane, long place) => store.Delete(Key(lane, place));

    /// <summary>The message in front, whose place <paramref name="place"/> says; null if there is none between the bounds.</summary>
    public QueuedMessage? Front(string lane, long from, out long place)
    {
        (long Place, QueuedMessage Message)? front = null;
        Visit(lane, from, (at, message) =>
        {
            front = (at, message);
            return VisitNext.Stop;
        });
        place = front?.Place ?? -1;
        return front?.Message;
    }

    /// <summary>Visits the lane's messages in order until <paramref name="visit"/> says stop.</summary>
    /// <param name="from">First place of interest.</param>
    public void Visit(string lane, long from, Func<long, QueuedMessage, VisitNext> visit)
    {
        var prefix = Prefix(lane);
        using var cursor = store.Range(Key(lane, from), Key(lane, long.MaxValue));
        while (cursor.MoveNext())
        {
            var place = BinaryPrimitives.ReadInt64BigEndian(cursor.Key[prefix.Length..]);
            if (visit(place, Read(cursor.Value)) == VisitNext.Stop) return;
        }
    }

    private static QueuedMessage Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedBytes || bytes[0] != Version) throw new DecodeException(new DecodeError("broken_row", "A queued message has an unknown form."));
        var told = bytes[FixedBytes - 1];
        var work = EngageTopics.DispatchWork.Wire.Read(bytes[(FixedBytes + told)..]);
        return new QueuedMessage(work, EngageTopics.Actions.Wire.Read(work.Action.Span))
        {
            ResultSeq = BinaryPrimitives.ReadInt32BigEndian(bytes[1..]),
            ToldStatus = told == 0 ? null : Encoding.UTF8.GetString(bytes.Slice(FixedBytes, told)),
        };
    }

    private static byte[] Key(string lane, long place)
    {
        var prefix = Prefix(lane);
        var key = new byte[prefix.Length + sizeof(long)];
        prefix.CopyTo(key, 0);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(prefix.Length), place);
        return key;
    }

    private static byte[] Prefix(string lane)
    {
        var length = Encoding.UTF8.GetByteCount(lane);
        var prefix = new byte[sizeof(ushort) + length];
        BinaryPrimitives.WriteUInt16BigEndian(prefix, checked((ushort)length));
        Encoding.UTF8.GetBytes(lane, prefix.AsSpan(sizeof(ushort)));
        return prefix;
    }
}
