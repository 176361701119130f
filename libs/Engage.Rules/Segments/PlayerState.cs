using System.Buffers;
using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;
using Engage.Rules.Facts;

namespace Engage.Rules.Segments;

/// <summary>
/// Everything that segments need to know of one player. Mutable, one owner; its methods change what is known, <see cref="SegmentJudge"/> counts
/// events and judges segments.
/// </summary>
public sealed class PlayerState
{
    private readonly NamePool pool;
    private readonly NameTable<ProfileValue> profile = new();
    private readonly NameTable<bool> consents = new();
    private readonly NameTable<bool> tags = new();

    /// <param name="firstSeenPosition">Offset of the player's first record in player-events.</param>
    /// <param name="pool">Shared by the states of a task.</param>
    public PlayerState(long firstSeenPosition, NamePool pool)
    {
        FirstSeenPosition = firstSeenPosition;
        this.pool = pool;
    }

    public long FirstSeenPosition { get; private set; }

    /// <summary>The latest j of the player's live events; null: none yet.</summary>
    public long? ClockMicros { get; internal set; }

    /// <summary>profile.currency, upper-case; none where it is missing or no currency.</summary>
    public CurrencyCode WalletCurrency { get; private set; }

    /// <summary>When the clock may change a membership next; <see cref="long.MaxValue"/>: never. A timer there keeps segment-changes timely.</summary>
    public long NextChangeMicros { get; internal set; } = long.MaxValue;

    /// <summary>When the windows that are building at this player become known, by arrival; <see cref="long.MaxValue"/>: none is.</summary>
    public long NextKnownMicros { get; internal set; } = long.MaxValue;

    /// <summary>The definitions that <see cref="SegmentJudge"/> last judged by; null: never.</summary>
    public long? DefinitionsOffset { get; internal set; }

    internal NameTable<EventCounter> Counters { get; } = new();

    /// <summary>By <see cref="HistoryStream.Index"/> of the definitions last judged by; null: nothing counted yet.</summary>
    internal StreamState?[] Streams { get; set; } = [];

    /// <summary>Streams as they were stored, until <see cref="SegmentJudge"/> knows what they are.</summary>
    internal List<StoredStream> Stored { get; } = [];

    /// <summary>Bit i of word i / 64 stands for segment i of the definitions last judged by.</summary>
    internal ulong[] Membership { get; set; } = [];

    /// <summary>The instant for which <see cref="Membership"/> holds.</summary>
    internal long JudgedAtMicros { get; set; } = long.MinValue;

    /// <summary>The needs whose order <see cref="Streams"/> has; null: none yet.</summary>
    internal HistoryNeeds? BoundTo { get; set; }

    internal EventInHand EventInHand { get; } = new();

    internal bool KnowledgeChanged { get; set; }

    internal NamePool Pool => pool;

    /// <summary>Names in ordinal order.</summary>
    public int ProfileCount => profile.Count;

    public int ConsentCount => consents.Count;

    public int TagCount => tags.Count;

    public ReadOnlySpan<byte> ProfileNameAt(int index) => profile.NameAt(index);

    public FactValue ProfileValueAt(int index) => profile.ValueAt(index).AsFact();

    public ReadOnlySpan<byte> ConsentChannelAt(int index) => consents.NameAt(index);

    public bool ConsentAt(int index) => consents.ValueAt(index);

    /// <summary>Tags in ordinal order.</summary>
    public ReadOnlySpan<byte> TagAt(int index) => tags.NameAt(index);

    public FactValue GetProfile(ReadOnlySpan<byte> name)
    {
        var place = profile.Find(name);
        return place < 0 ? FactValue.Missing : profile.ValueAt(place).AsFact();
    }

    /// <summary>Sets an attribute; a missing value removes it.</summary>
    /// <returns>True if that changed anything.</returns>
    public bool SetProfile(ReadOnlySpan<byte> name, FactValue value)
    {
        var place = profile.Find(name);
        if (value.Kind == FactKind.Missing)
        {
            if (place < 0) return false;
            profile.RemoveAt(place);
        }
        else
        {
            var kept = ProfileValue.From(value, pool);
            if (place < 0) profile.Insert(place, pool.Share(name), kept);
            else if (profile.ValueAt(place).Equals(kept)) return false;
            else profile.ValueAt(place) = kept;
        }

        if (name.SequenceEqual("currency"u8)) ReadWalletCurrency();
        return KnowledgeChanged = true;
    }

    /// <returns>False also for a channel that was never named.</returns>
    public bool HasConsent(ReadOnlySpan<byte> channel)
    {
        var place = consents.Find(channel);
        return place >= 0 && consents.ValueAt(place);
    }

    /// <returns>True if that changed anything.</returns>
    public bool SetConsent(ReadOnlySpan<byte> channel, bool given)
    {
        var place = consents.Find(channel);
        if (place >= 0 && consents.ValueAt(place) == given) return false;
        if (place < 0) consents.Insert(place, pool.Share(channel), given);
        else consents.ValueAt(place) = given;
        return KnowledgeChanged = true;
    }

    public bool HasTag(ReadOnlySpan<byte> tag) => tags.Find(tag) >= 0;

    /// <returns>True if the player did not have it.</returns>
    public bool AddTag(ReadOnlySpan<byte> tag)
    {
        var place = tags.Find(tag);
        if (place >= 0) return false;
        tags.Insert(place, pool.Share(tag), true);
        return KnowledgeChanged = true;
    }

    /// <returns>True if the player had it.</returns>
    public bool RemoveTag(ReadOnlySpan<byte> tag)
    {
        var place = tags.Find(tag);
        if (place < 0) return false;
        tags.RemoveAt(place);
        return KnowledgeChanged = true;
    }

    /// <summary>How many events of a type there were, reversed ones taken off.</summary>
    public long CountOf(ReadOnlySpan<byte> eventType)
    {
        var place = Counters.Find(eventType);
        return place < 0 ? 0 : Counters.ValueAt(place).Count;
    }

    /// <summary>The sum of a money field over the events of a type.</summary>
    /// <param name="field">UTF-8 of a further amount; empty: the amount itself.</param>
    public decimal SumOf(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> field, CurrencyCode currency)
    {
        var place = Counters.Find(eventType);
        return place < 0 ? 0 : Counters.ValueAt(place).Sums.Get(field, currency);
    }

    /// <summary>First and last j of a type; null: there was none.</summary>
    public (long FirstMicros, long LastMicros)? TimesOf(ReadOnlySpan<byte> eventType)
    {
        var place = Counters.Find(eventType);
        return place < 0 ? null : (Counters.ValueAt(place).FirstMicros, Counters.ValueAt(place).LastMicros);
    }

    /// <summary>Appends the state; equal states give equal bytes.</summary>
    public void Write(IBufferWriter<byte> output) => PlayerStateCodec.Write(this, profile, consents, tags, new StateWriter(output));

    /// <exception cref="InvalidDataException">The bytes are of another format, or damaged.</exception>
    public static PlayerState Read(ReadOnlySpan<byte> bytes, NamePool pool)
    {
        var state = new PlayerState(0, pool);
        state.FirstSeenPosition = PlayerStateCodec.Read(state, state.profile, state.consents, state.tags, bytes);
        state.ReadWalletCurrency();
        return state;
    }

    /// <summary>Notes that a live event was judged at <paramref name="judgedAtMicros"/>, also one that moves no counter: a reversal, or the twin of what was loaded as history.</summary>
    public void MoveClock(long judgedAtMicros) => ClockMicros = Math.Max(ClockMicros ?? long.MinValue, judgedAtMicros);

    /// <summary>From here on no event is being judged, so that <c>before: true</c> leaves nothing out.</summary>
    internal void EndEvent()
    {
        EventInHand.Clear();
        foreach (var stream in Streams) (stream as LastSinceMarker)?.EndEvent();
    }

    private void ReadWalletCurrency()
    {
        var value = GetProfile("currency"u8);
        WalletCurrency = value.Kind == FactKind.Text && CurrencyCode.TryParse(value.Text, out var code) ? code : default;
    }
}
