using System.Buffers;
using System.Globalization;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;
using Engage.Rules.Segments;

namespace Engage.Rules.Tests.Segments;

/// <summary>Random lives of a player, against the oracle.</summary>
public sealed class MembershipPropertyTests
{
    private const long Second = 1_000_000;
    private const long Hour = 3600 * Second;
    private const long Start = 1_767_225_600 * Second; // 2026-01-01T00:00:00Z

    [Fact]
    public void Every_event_is_stamped_as_the_oracle_says_whatever_sweeps_ran()
    {
        var seed = Environment.TickCount;
        for (var round = 0; round < 12; round++) Live(seed + round, late: true, sweeps: true);
    }

    [Fact]
    public void Every_announcement_of_the_clock_has_the_instant_at_which_it_became_true()
    {
        var seed = Environment.TickCount;
        for (var round = 0; round < 12; round++)
        {
            var (swept, segments) = Live(seed + round, late: false, sweeps: true);
            var (unswept, _) = Live(seed + round, late: false, sweeps: false);
            Assert.True(swept.SequenceEqual(unswept), $"seed {seed + round}: sweeps changed what is announced for {segments}");
        }
    }

    /// <returns>What was announced, and the conditions.</returns>
    private static (List<MembershipChange> Changes, string Segments) Live(int seed, bool late, bool sweeps)
    {
        var random = new Random(seed);
        var sweepRandom = new Random(seed + 1);
        var documents = Enumerable.Range(0, 8).Select(i => TestDefinitions.Segment($"s{i}", RandomCondition(random, i, 0))).ToArray();
        var set = TestDefinitions.Set(documents);
        var judge = new SegmentJudge(set, StreamStarts.None.After(DefinitionSet.Empty, set, new MarkerPoint(0, Start, set.Offset)));
        var oracle = new SegmentOracle([.. set.Segments.Segments.Select(segment => segment.Segment)]);
        var life = new Life(judge, oracle, $"seed {seed}: {string.Join("; ", documents)}");

        var clock = Start;
        for (var i = 0; i < 60; i++)
        {
            var gap = random.Next(4) switch { 0 => 0, 1 => random.Next(0, 50) * Second, 2 => random.NextInt64(0, 2 * Hour), _ => random.NextInt64(0, 300 * Hour) };
            var at = clock + gap;

            // A sweep that runs ahead of the next event announces earlier what that event might have prevented.
            if (i > 0 && sweeps && sweepRandom.Next(3) == 0) life.Sweep(clock + (long)(sweepRandom.NextDouble() * (late ? 2 * Hour : gap)));
            if (late && random.Next(5) == 0) at = Math.Max(Start, clock - random.NextInt64(0, 72 * Hour));
            clock = Math.Max(clock, at);
            life.Step(random, at);
            if (random.Next(4) == 0) life.StoreAndLoad();
        }

        return (life.Changes, string.Join("; ", documents));
    }

    private static string RandomCondition(Random random, int index, int depth)
    {
        string[] windows = ["1h", "90m", "24h", "7d", "30d"];
        string[] events = ["\"bet\"", "\"win\"", "[\"bet\", \"win\"]", "\"*\"", "\"wi*\""];
        var where = random.Next(3) == 0 ? ", \"where\": { \"attributes.game\": \"a\" }" : "";
        var within = random.Next(4) == 0 ? "" : $", \"within\": \"{windows[random.Next(windows.Length)]}\"";
        var @event = $"\"event\": {events[random.Next(events.Length)]}";
        return random.Next(depth > 1 ? 7 : 11) switch
        {
            0 or 1 => $$"""{ "count": { {{@event}}{{where}}{{within}}, {{Operator(random, random.Next(5))}} } }""",
            2 => $$"""{ "sum": { {{@event}}, "field": "amount"{{where}}{{within}}, "currency": "EUR", {{Operator(random, random.Next(20))}} } }""",
            3 => $$"""{ "sum": { {{@event}}, "field": "amount"{{where}}{{within}}, "gte": { "EUR": {{random.Next(20)}}, "NOK": {{random.Next(20)}} } } }""",
            4 => $$"""{ "since_last": { {{@event}}{{where}}, {{(random.Next(2) == 0 ? "\"before\": true, " : "")}}"{{(random.Next(2) == 0 ? "gte" : "lt")}}": "{{windows[random.Next(windows.Length)]}}" } }""",
            5 => random.Next(2) == 0 ? $$"""{ "never": { {{@event}}{{where}} } }""" : """{ "tags": { "has": "x" } }""",
            6 => """{ "profile.level": { "gte": 2 } }""",
            7 => $$"""{ "not": {{RandomCondition(random, index, depth + 1)}} }""",
            8 => $$"""{ "all": [{{RandomCondition(random, index, depth + 1)}}, {{RandomCondition(random, index, depth + 1)}}] }""",
            9 => $$"""{ "any": [{{RandomCondition(random, index, depth + 1)}}, {{RandomCondition(random, index, depth + 1)}}] }""",
            _ => index == 0 ? """{ "tags": { "has": "y" } }""" : $$"""{ "in_segment": "s{{random.Next(index)}}" }""",
        };
    }

    private static string Operator(Random random, int bound) => random.Next(5) switch
    {
        0 => $"\"lt\": {bound}",
        1 => $"\"between\": [{bound}, {bound + 2}]",
        2 => $"\"ne\": {bound}",
        3 => $"\"eq\": {bound}",
        _ => $"\"gte\": {bound}",
    };

    private sealed class Life(SegmentJudge judge, SegmentOracle oracle, string description)
    {
        private readonly NamePool pool = new();
        private PlayerState state = new(1, new NamePool());
        private readonly SortedSet<string> held = new(StringComparer.Ordinal);
        private long latest = long.MinValue;
        private int read;

        public List<MembershipChange> Changes { get; } = [];

        public void Sweep(long at)
        {
            oracle.EndEvent();
            var before = Changes.Count;
            judge.Advance(state, new JudgeInstant(at, at), NoOther, Changes);
            CheckAnnouncements(before, at);
            latest = Math.Max(latest, at);
        }

        public void Step(Random random, long at)
        {
            oracle.EndEvent();
            var instant = new JudgeInstant(at, at);
            var before = Changes.Count;
            judge.Advance(state, instant, NoOther, Changes);
            CheckAnnouncements(before, at);

            Change(random, at);
            Span<byte> membership = stackalloc byte[8];
            var length = judge.Judge(state, instant, NoOther, membership, Changes);
            Same(oracle.At(at), Names(membership[..length]), "stamped", at);
            latest = Math.Max(latest, at);
            Same(oracle.At(latest), Announced(), "announced", latest);

            // A reading in between neither disturbs nor depends on what is stored.
            oracle.EndEvent();
            var reading = at + random.NextInt64(0, 40 * Hour);
            length = judge.Evaluate(state, new JudgeInstant(reading, reading), membership);
            Same(oracle.At(reading), Names(membership[..length]), "read", reading);
        }

        public void StoreAndLoad()
        {
            oracle.EndEvent();
            var bytes = new ArrayBufferWriter<byte>();
            state.Write(bytes);
            state = PlayerState.Read(bytes.WrittenSpan, pool);
            var again = new ArrayBufferWriter<byte>();
            state.Write(again);
            Assert.True(bytes.WrittenSpan.SequenceEqual(again.WrittenSpan), description);
        }

        private void Change(Random random, long at)
        {
            switch (random.Next(8))
            {
                case 0 when oracle.TakeBack(random) is var (original, judgedAt, taken, wholly):
                    judge.TakeBack(state, original.Facts, new TakenBack(judgedAt, judge.Definitions.Offset, wholly, taken, []));
                    return;
                case 1:
                    var level = random.Next(4);
                    oracle.Profile["level"] = (decimal)level;
                    state.SetProfile("level"u8, FactValue.FromLong(level));
                    break;
                case 2:
                    var isNew = oracle.Tags.Add("x") || !oracle.Tags.Remove("x");
                    Assert.True(isNew ? state.AddTag("x"u8) : state.RemoveTag("x"u8));
                    break;
                case 3:
                    oracle.Profile["currency"] = random.Next(2) == 0 ? "EUR" : "NOK";
                    state.SetProfile("currency"u8, FactValue.FromText(oracle.Profile["currency"] is "EUR" ? "EUR"u8 : "NOK"u8));
                    break;
            }

            var @event = new TestEvent(random.Next(3) switch { 0 => "bet", 1 => "win", _ => "login" })
            {
                Amount = random.Next(4) == 0 ? null : random.Next(1, 1000) / 100m,
                Currency = random.Next(3) switch { 0 => "NOK", 1 => "EUR", _ => null },
                Attributes = { ["game"] = random.Next(2) == 0 ? "a" : "b" },
            };
            oracle.Happened(@event, at);
            judge.Count(state, @event.Facts, at, ClockEffect.Moves);
        }

        /// <summary>Each announcement of the clock was false right before its instant and true at it.</summary>
        private void CheckAnnouncements(int from, long now)
        {
            foreach (var change in Changes.Skip(from))
            {
                Assert.True(change.EffectiveAtMicros <= Math.Max(now, latest), description);
                Assert.True(Contains(oracle.At(change.EffectiveAtMicros), change.SegmentId) == change.Entered, description);
                if (change.EffectiveAtMicros > latest) Assert.True(Contains(oracle.At(change.EffectiveAtMicros - 1), change.SegmentId) != change.Entered, description);
            }

            if (now >= latest && latest > long.MinValue) Same(oracle.At(now), Announced(), "announced", now);
        }

        /// <summary>What a reader of the announcements believes.</summary>
        private string Announced()
        {
            for (; read < Changes.Count; read++) Assert.True(Changes[read].Entered ? held.Add(Changes[read].SegmentId) : held.Remove(Changes[read].SegmentId), description);
            return string.Join(' ', held);
        }

        private void Same(string expected, string actual, string what, long at)
        {
            if (expected != actual) Assert.Fail($"{description}: at {at} the oracle says '{expected}', {what} is '{actual}'");
        }

        private string Names(ReadOnlySpan<byte> membership)
        {
            var names = new List<string>();
            for (var i = 0; i < membership.Length * 8; i++)
            {
                if ((membership[i / 8] >> (i % 8) & 1) != 0) names.Add(string.Create(CultureInfo.InvariantCulture, $"s{i}"));
            }

            return string.Join(' ', names);
        }

        private static bool Contains(string names, string id) => names.Split(' ').Contains(id);

        private static DefinitionSet NoOther(long offset) => throw new InvalidOperationException("The definitions never change in these lives.");
    }
}
