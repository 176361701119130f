using System.Text;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer.Domain;
using Engage.Streams;

namespace Engage.SegmentMaterializer;

/// <summary>The rows of a task's players, decoded ones kept at hand: most events are of players seen a moment ago.</summary>
/// <remarks>Rows are written through at each save, so what is kept at hand equals the store; an aborted transaction ends it with its processor. One thread.</remarks>
internal sealed class Players(IBytesStore store, NamePool names)
{
    /// <summary>Decoded rows at hand; about 2 KB each. The oldest half goes when there are more.</summary>
    private const int MaxDecoded = 16_384;

    private readonly Dictionary<string, PlayerRow> decoded = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly RowWriter writer = new();

    public PlayerRow? Find(ReadOnlySpan<byte> player)
    {
        Span<char> name = stackalloc char[Math.Min(player.Length, 512)];
        if (player.Length > name.Length) return Load(player, Encoding.UTF8.GetString(player));
        name = name[..Encoding.UTF8.GetChars(player, name)];
        return decoded.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var row) ? row : Load(player, name.ToString());
    }

    public PlayerRow Create(ReadOnlySpan<byte> player, long position)
    {
        var row = new PlayerRow(new PlayerState(position, names));
        Keep(Encoding.UTF8.GetString(player), row);
        return row;
    }

    public void Save(ReadOnlySpan<byte> player, PlayerRow row)
    {
        writer.Clear();
        row.Write(writer);
        store.Put(player, writer.Written);
    }

    public void Erase(ReadOnlySpan<byte> player)
    {
        decoded.Remove(Encoding.UTF8.GetString(player));
        store.Delete(player);
    }

    /// <summary>All players after <paramref name="from"/> (empty: from the first), in order of their ids' bytes.</summary>
    public IStoreCursor After(ReadOnlySpan<byte> from) => store.Range([.. from, 0], []);

    public IStoreCursor All() => store.Scan([]);

    public PlayerRow Decode(ReadOnlySpan<byte> bytes) => PlayerRow.Read(bytes, names);

    private PlayerRow? Load(ReadOnlySpan<byte> player, string name)
    {
        using var value = store.Read(player);
        if (value.IsMissing) return null;
        var row = Decode(value.Bytes);
        Keep(name, row);
        return row;
    }

    private void Keep(string name, PlayerRow row)
    {
        decoded[name] = row;
        order.Enqueue(name);
        if (order.Count <= MaxDecoded) return;
        while (order.Count > MaxDecoded / 2) decoded.Remove(order.Dequeue());
    }
}
