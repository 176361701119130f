using System.Buffers.Binary;
using System.Text;
using Engage.Streams;

namespace Engage.Dispatcher.Profiles;

/// <summary>Actions whose player's profile row has not come as far as they need, in order of arrival within a player.</summary>
/// <remarks>Key: <c>[player length: u16][player: UTF-8][offset in actions: i64]</c>, big-endian. Value: <c>[traceparent length: u8][traceparent][action value as it came]</c>.</remarks>
internal sealed class WaitingActions(IBytesStore store)
{
    private readonly Dictionary<string, int> players = [];
    private byte[] value = new byte[1_024];

    /// <summary>Counts what waits, from the store.</summary>
    public void Load()
    {
        players.Clear();
        using var cursor = store.Scan([]);
        while (cursor.MoveNext()) Count(Encoding.UTF8.GetString(cursor.Key.Slice(sizeof(ushort), BinaryPrimitives.ReadUInt16BigEndian(cursor.Key))), 1);
    }

    /// <summary>Whether an action of the player waits: those behind it must wait too, so that their order stays.</summary>
    public bool HasAny(string playerId) => players.Count > 0 && players.ContainsKey(playerId);

    public void Add(string playerId, long offset, ReadOnlySpan<byte> actionValue, ReadOnlySpan<byte> traceparent)
    {
        var length = 1 + Math.Min(traceparent.Length, byte.MaxValue) + actionValue.Length;
        if (value.Length < length) value = new byte[length * 2];
        var shown = traceparent.Length > byte.MaxValue ? default : traceparent;
        value[0] = (byte)shown.Length;
        shown.CopyTo(value.AsSpan(1));
        actionValue.CopyTo(value.AsSpan(1 + shown.Length));
        store.Put(Key(playerId, offset), value.AsSpan(0, 1 + shown.Length + actionValue.Length));
        Count(playerId, 1);
    }

    /// <summary>Takes the player's actions in order for as long as <paramref name="take"/> says that they may go.</summary>
    public void Release(string playerId, ReleaseAction take)
    {
        if (!HasAny(playerId)) return;
        var gone = new List<byte[]>();
        using (var cursor = store.Scan(Prefix(playerId)))
        {
            while (cursor.MoveNext())
            {
                var traceparentLength = cursor.Value[0];
                var traceparent = traceparentLength == 0 ? null : Encoding.UTF8.GetString(cursor.Value.Slice(1, traceparentLength));
                if (!take(cursor.Value[(1 + traceparentLength)..].ToArray(), traceparent)) break;
                gone.Add(cursor.Key.ToArray());
            }
        }

        foreach (var key in gone) store.Delete(key);
        if (gone.Count > 0) Count(playerId, -gone.Count);
    }

    /// <summary>Decides on one waiting action.</summary>
    /// <returns>False if it must wait on, and all behind it.</returns>
    internal delegate bool ReleaseAction(byte[] actionValue, string? traceparent);

    private void Count(string playerId, int by)
    {
        var count = players.GetValueOrDefault(playerId) + by;
        if (count == 0) players.Remove(playerId);
        else players[playerId] = count;
    }

    private static byte[] Key(string playerId, long offset)
    {
        var prefix = Prefix(playerId);
        Array.Resize(ref prefix, prefix.Length + sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(prefix.AsSpan(prefix.Length - sizeof(long)), offset);
        return prefix;
    }

    private static byte[] Prefix(string playerId)
    {
        var length = Encoding.UTF8.GetByteCount(playerId);
        var prefix = new byte[sizeof(ushort) + length];
        BinaryPrimitives.WriteUInt16BigEndian(prefix, checked((ushort)length));
        Encoding.UTF8.GetBytes(playerId, prefix.AsSpan(sizeof(ushort)));
        return prefix;
    }
}
