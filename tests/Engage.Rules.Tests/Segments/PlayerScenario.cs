using System.Buffers;
using System.Globalization;
using System.Text;
using Engage.Rules.Compilation;
using Engage.Rules.Segments;

namespace Engage.Rules.Tests.Segments;

/// <summary>One player whose events are counted and judged, with the state going through its bytes between events.</summary>
internal sealed class PlayerScenario
{
    private readonly NamePool pool = new();
    private readonly Dictionary<long, DefinitionSet> sets = new() { [-1] = DefinitionSet.Empty };
    private SegmentJudge judge = new(DefinitionSet.Empty, StreamStarts.None);
    private long position;

    public PlayerState? State { get; private set; }

    /// <summary>Everything that was announced, in order.</summary>
    public List<MembershipChange> Changes { get; } = [];

    public DefinitionSet Definitions => judge.Definitions;

    public SegmentJudge Judge => judge;

    /// <summary>Puts definitions in force by a marker.</summary>
    public PlayerScenario Apply(DefinitionSet set, string at = "2026-01-01T00:00:00Z")
    {
        sets[set.Offset] = set;
        var marker = new MarkerPoint(position++, Micros(at), set.Offset);
        judge = new SegmentJudge(set, judge.Starts.After(judge.Definitions, set, marker));
        return this;
    }

    /// <summary>Counts an event and returns the segments as of it, in ordinal order.</summary>
    public string Event(string at, TestEvent @event, Action<PlayerState>? update = null, ClockEffect clock = ClockEffect.Moves)
    {
        var state = Begin(at, out var instant);
        update?.Invoke(state);
        judge.Count(state, @event.Facts, instant.JudgedAtMicros, clock);
        return Finish(state, instant);
    }

    public string Event(string at, string type) => Event(at, new TestEvent(type));

    public string Bet(string at, decimal amount, string currency = "EUR") => Event(at, new TestEvent("casino.bet") { Amount = amount, Currency = currency });

    public string Update(string at, Action<PlayerState> update) => Event(at, new TestEvent("player.updated"), update);

    public string TakeBack(string at, TestEvent original, TakenBack taken)
    {
        var state = Begin(at, out var instant);
        judge.TakeBack(state, original.Facts, taken);
        return Finish(state, instant);
    }

    /// <summary>The segments at an instant, judged at read time.</summary>
    public string At(string at)
    {
        Span<byte> membership = stackalloc byte[MembershipBits.SizeOf(Definitions.Segments.Segments.Length)];
        var length = judge.Evaluate(State!, Instant(at), membership);
        return Names(membership[..length]);
    }

    /// <summary>What a sweep at that time does.</summary>
    public PlayerScenario Sweep(string at)
    {
        judge.Advance(State!, Instant(at), offset => sets[offset], Changes);
        StoreAndLoad();
        return this;
    }

    public IEnumerable<string> Announced() => Changes.Select(change =>
        $"{(change.Entered ? "entered" : "left")} {change.SegmentId} {Text(change.EffectiveAtMicros)} {change.Cause}");

    public static long Micros(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture).Ticks / 10 - (DateTimeOffset.UnixEpoch.Ticks / 10);

    public static JudgeInstant Instant(string at) => new(Micros(at), Micros(at));

    private static string Text(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(micros * 10).ToString(micros % 1_000_000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private PlayerState Begin(string at, out JudgeInstant instant)
    {
        instant = Instant(at);
        State ??= new PlayerState(position, pool);
        position++;
        judge.Advance(State, instant, offset => sets[offset], Changes);
        return State;
    }

    private string Finish(PlayerState state, JudgeInstant instant)
    {
        Span<byte> membership = stackalloc byte[MembershipBits.SizeOf(Definitions.Segments.Segments.Length)];
        var length = judge.Judge(state, instant, offset => sets[offset], membership, Changes);
        StoreAndLoad();
        return Names(membership[..length]);
    }

    private void StoreAndLoad()
    {
        var bytes = new ArrayBufferWriter<byte>();
        State!.Write(bytes);
        State = PlayerState.Read(bytes.WrittenSpan, pool);
        var again = new ArrayBufferWriter<byte>();
        State.Write(again);
        Assert.Equal(bytes.WrittenSpan.ToArray(), again.WrittenSpan.ToArray());
    }

    private string Names(ReadOnlySpan<byte> membership)
    {
        var names = new StringBuilder();
        foreach (var segment in Definitions.Segments.Segments)
        {
            if (segment.Index / 8 >= membership.Length || (membership[segment.Index / 8] >> (segment.Index % 8) & 1) == 0) continue;
            names.Append(names.Length > 0 ? " " : "").Append(segment.Id);
        }

        return names.ToString();
    }
}
