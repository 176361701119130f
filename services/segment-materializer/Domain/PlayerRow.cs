using Engage.Rules.Segments;
using Engage.SegmentMaterializer.Domain.Dedupe;

namespace Engage.SegmentMaterializer.Domain;

/// <summary>Everything that is kept of one player, except the sealed chunks of older events. Mutable, one owner.</summary>
/// <remarks>
/// <code>
/// version (1 B = 1) | flags (1 B: 1 suppression stated, 2 was erased before) | profile version | first live occurred (signed) | timer at (signed) | suppression (text, flag 1)
///   | chunk counters | ring | membership history | state (see <see cref="PlayerState"/>), to the end
/// </code>
/// Numbers are varints.
/// </remarks>
internal sealed class PlayerRow
{
    private const byte FormatVersion = 1;
    private const byte SuppressionStated = 1, ErasedBefore = 2;

    private ChunkCounters chunks;

    public PlayerRow(PlayerState state)
        : this(state, new DedupeRing(), new MembershipHistory())
    {
    }

    private PlayerRow(PlayerState state, DedupeRing ring, MembershipHistory history) => (State, Ring, History) = (state, ring, history);

    public PlayerState State { get; }

    /// <summary>player-events offset + 1 of the last change of what player-profiles holds; 0: none.</summary>
    public long ProfileVersion { get; set; }

    /// <summary>Null: never stated.</summary>
    public string? Suppression { get; set; }

    /// <summary>occurred_at of the first live event; <see cref="long.MaxValue"/>: none yet.</summary>
    public long FirstLiveOccurredMicros { get; set; } = long.MaxValue;

    /// <summary>When the player's timer is set to; <see cref="long.MaxValue"/>: none is.</summary>
    public long TimerAtMicros { get; set; } = long.MaxValue;

    /// <summary>A player of this id was erased: its digests are kept elsewhere and still count.</summary>
    public bool WasErased { get; set; }

    public ref ChunkCounters Chunks => ref chunks;

    public DedupeRing Ring { get; }

    public MembershipHistory History { get; }

    public void Write(RowWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Byte((byte)((Suppression is null ? 0 : SuppressionStated) | (WasErased ? ErasedBefore : 0)));
        writer.Signed(ProfileVersion);
        writer.Signed(FirstLiveOccurredMicros);
        writer.Signed(TimerAtMicros);
        if (Suppression is not null) writer.Text(Suppression);
        chunks.Write(writer);
        Ring.Write(writer);
        History.Write(writer);
        State.Write(writer);
    }

    /// <exception cref="InvalidDataException">Written by a version that this one does not know.</exception>
    public static PlayerRow Read(ReadOnlySpan<byte> bytes, NamePool pool)
    {
        var reader = new RowReader(bytes);
        if (reader.Byte() is var version && version != FormatVersion) throw new InvalidDataException($"A player row of format {version} cannot be read by this version of the segment-materializer.");

        var flags = reader.Byte();
        var (profileVersion, firstLive, timerAt) = (reader.Signed(), reader.Signed(), reader.Signed());
        var suppression = (flags & SuppressionStated) != 0 ? reader.Text() : null;
        var chunks = ChunkCounters.Read(ref reader);
        var (ring, history) = (new DedupeRing(), new MembershipHistory());
        ring.Read(ref reader);
        history.Read(ref reader);
        return new PlayerRow(PlayerState.Read(reader.Rest, pool), ring, history)
        {
            ProfileVersion = profileVersion,
            FirstLiveOccurredMicros = firstLive,
            TimerAtMicros = timerAt,
            Suppression = suppression,
            WasErased = (flags & ErasedBefore) != 0,
            chunks = chunks,
        };
    }
}
