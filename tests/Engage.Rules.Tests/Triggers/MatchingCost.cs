using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Facts;

namespace Engage.Rules.Tests.Triggers;

/// <summary>
/// What matching costs grows with the rules that match, not with those that are live. Times of one machine say little, so that only their ratio in one run is judged: both sets in turn,
/// slice by slice, each by its quickest slice. <c>make bench-rules</c> prints the figures; ENGAGE_BENCH_SECONDS makes it measure longer.
/// </summary>
public sealed class MatchingCost
{
    private const int Few = 100;
    private const int Many = 10_000;
    private const int Matching = 10;
    private const int EventsPerSlice = 20; // Well under a millisecond, so that some slices of each are not interrupted on a busy machine either.
    private const int MinSlices = 1_000;
    private const double MaxRatio = 2;

    private static readonly TestEventFacts Bet =
        new TestEvent("casino.bet") { Amount = 25, Rate = (0.1m, "NOK"), Attributes = { ["game"] = "starburst", ["level"] = 5L } }.Facts;

    /// <summary>Of the first segment, and not of the other 63.</summary>
    private static readonly byte[] Membership = [1, 0, 0, 0, 0, 0, 0, 0];

    private static readonly long Tuesday = new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;

    private static readonly DateTime Monday = new(2026, 11, 30);

    private static readonly DateTime Wednesday = new(2026, 12, 2);

    [Fact]
    public void Ten_of_ten_thousand_rules_cost_at_most_twice_what_ten_of_a_hundred_do() => CostAtMostTwice(Other);

    [Fact]
    public void Ten_of_ten_thousand_rules_cost_no_more_where_the_others_would_match_but_are_over_or_have_not_begun() => CostAtMostTwice(OtherTime);

    private static void CostAtMostTwice(Func<int, string> other)
    {
        var (few, many) = (new Measured(SetOf(Few, other)), new Measured(SetOf(Many, other)));

        var slices = MeasureInTurn(few, many, few.MatchOnce, many.MatchOnce);
        for (var again = 0; again < 4 && many.QuickestMicros > MaxRatio * few.QuickestMicros; again++) slices += MeasureInTurn(few, many, few.MatchOnce, many.MatchOnce);

        Report(slices, few, many);
        Assert.True(many.QuickestMicros <= MaxRatio * few.QuickestMicros, $"{many.QuickestMicros:0.000} µs an event against {few.QuickestMicros:0.000} µs");
    }

    /// <summary>The control: without the index the same measurement is far outside the bound.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void Looking_at_every_rule_does_not_pass_this_measurement(bool isTimeOnly)
    {
        var (few, many) = (new Measured(SetOf(Few, isTimeOnly ? OtherTime : Other)), new Measured(SetOf(Many, isTimeOnly ? OtherTime : Other)));

        MeasureInTurn(few, many, few.JudgeEach, many.JudgeEach, minSlices: 40, events: 2);

        Assert.True(many.QuickestMicros > 10 * few.QuickestMicros, $"{many.QuickestMicros:0.000} µs an event against {few.QuickestMicros:0.000} µs");
    }

    [Fact]
    public void Matching_with_segments_and_activity_periods_allocates_nothing()
    {
        var many = new Measured(SetOf(Many, i => i % 2 == 0 ? Other(i) : OtherTime(i)));
        many.MatchOnce();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) many.MatchOnce();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <returns>How many slices each had.</returns>
    private static int MeasureInTurn(Measured few, Measured many, Action matchFew, Action matchMany, int minSlices = MinSlices, int events = EventsPerSlice)
    {
        var limit = TimeSpan.FromSeconds(double.TryParse(Environment.GetEnvironmentVariable("ENGAGE_BENCH_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 0);
        var began = Stopwatch.GetTimestamp();
        var slices = 0;
        for (; slices < minSlices || Stopwatch.GetElapsedTime(began) < limit; slices++)
        {
            few.Slice(matchFew, events);
            many.Slice(matchMany, events);
        }

        return slices;
    }

    private static void Report(int slices, Measured few, Measured many)
    {
        var output = TestContext.Current.TestOutputHelper;
        var cpu = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "unknown";
        output?.WriteLine($"machine: {cpu ?? "unknown processor"}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        output?.WriteLine($"load: {load}");
        output?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"method: {slices} slices of {EventsPerSlice} events each, both sets in turn, the quickest slice counts"));
        foreach (var (count, measured) in new[] { (Few, few), (Many, many) })
            output?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Matching} of {count} live rules match: {measured.QuickestMicros:0.000} µs an event (median {measured.MedianMicros:0.000}), {measured.TotalSeconds:0.0} s"));
        output?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {many.QuickestMicros / few.QuickestMicros:0.00} (at most {MaxRatio})"));
    }

    /// <summary>Ten rules that the bet meets, among others.</summary>
    private static DefinitionSet SetOf(int rules, Func<int, string> other)
    {
        var set = DefinitionSet.Empty;
        for (var segment = 0; segment < 64; segment++) set = set.Plus(TestDefinitions.Segment($"s{segment:00}", $$"""{ "profile.group": {{segment}} }"""));
        for (var i = 0; i < Matching; i++) set = set.Plus(Rule($"match-{i}", "casino.bet", MatchingWhere(i), i % 2 == 0 ? "everyone" : "s00"));
        for (var i = 0; i < rules - Matching; i++) set = set.Plus(other(i));
        return set;
    }

    private static string MatchingWhere(int i) => (i % 5) switch
    {
        0 => """{ "attributes.game": "starburst" }""",
        1 => """{ "amount": { "gte": { "EUR": 20, "NOK": 230 } } }""",
        2 => """{ "attributes.level": { "gte": 3 } }""",
        3 => """{ "currency": "EUR", "amount": { "gt": 0 } }""",
        _ => """{ "any": [{ "attributes.game": "starburst" }, { "attributes.game": "crash" }] }""",
    };

    /// <summary>A rule for another type, segment, game, amount, level or source, each a tenth.</summary>
    private static string Other(int i) => (i % 10) switch
    {
        0 => Rule($"type-{i}", $"sport.bet-{i}", null, "everyone"),
        1 => Rule($"prefix-{i}", $"casino.bet-{i}.*", null, "everyone"),
        2 or 3 => Rule($"segment-{i}", "casino.bet", null, $"s{1 + (i % 63):00}"),
        4 or 5 => Rule($"game-{i}", "casino.bet", $$"""{ "attributes.game": "game-{{i}}" }""", "everyone"),
        6 => Rule($"amount-{i}", "casino.bet", $$"""{ "amount": { "gte": { "EUR": {{i + 100}}, "GBP": {{i + 85}} } } }""", i % 20 == 6 ? "everyone" : "s00"),
        7 => Rule($"converted-{i}", "casino.bet", $$"""{ "amount": { "gte": {{i + 100}}, "currency": "NOK" } }""", "everyone"),
        8 => Rule($"level-{i}", "casino.*", $$"""{ "attributes.level": { "lt": {{-i}} } }""", "everyone"),
        _ => Rule($"source-{i}", "casino.bet", $$"""{ "source": "platform-{{i}}", "amount": { "gt": 0 } }""", "everyone"),
    };

    /// <summary>A rule that the bet would meet, of a campaign that is over or has not begun, each at a time of its own.</summary>
    private static string OtherTime(int i)
    {
        var where = (i % 4) switch { 0 => null, 1 => """{ "attributes.game": "starburst" }""", 2 => """{ "amount": { "gte": { "EUR": 20 } } }""", _ => """{ "attributes.level": { "gte": 3 } }""" };
        return Rule($"time-{i}", "casino.bet", where, "everyone", i % 2 == 0
            ? $$"""{ "until": "{{Monday.AddMinutes(-i):yyyy-MM-dd'T'HH:mm:ss}}" }"""
            : $$"""{ "from": "{{Wednesday.AddMinutes(i):yyyy-MM-dd'T'HH:mm:ss}}", "until": "{{Wednesday.AddMinutes(2 * i):yyyy-MM-dd'T'HH:mm:ss}}" }""");
    }

    private static string Rule(string id, string @event, string? where, string segment, string active = """{ "from": "2026-11-01", "days": ["mon", "tue", "wed", "thu", "fri"], "time_zone": "Europe/Stockholm" }""") => $$"""
        { "kind": "rule", "id": "{{id}}", "segment": "{{segment}}", "trigger": { "event": "{{@event}}"{{(where is null ? "" : $", \"where\": {where}")}} },
          "active": {{active}}, "actions": [{ "reset_points": {} }] }
        """;

    private sealed class Measured(DefinitionSet set)
    {
        private readonly MatchEvent match = new();
        private readonly List<double> slices = [];

        public double QuickestMicros => slices.Min();

        public double MedianMicros => slices.Order().ElementAt(slices.Count / 2);

        public double TotalSeconds { get; private set; }

        public void Slice(Action work, int events)
        {
            work(); // Warm, and back in the caches after the other's turn.
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < events; i++) work();
            var elapsed = Stopwatch.GetElapsedTime(began);
            slices.Add(elapsed.TotalMicroseconds / events);
            TotalSeconds += elapsed.TotalSeconds;
        }

        public void MatchOnce()
        {
            match.Live(set, Bet, Membership, Tuesday);
            if (match.Matched.Length != Matching) throw new InvalidOperationException($"{match.Matched.Length} rules match, not {Matching}.");
        }

        public void JudgeEach()
        {
            var found = 0;
            foreach (var rule in set.LiveRules)
            {
                if (rule.Admits(Membership) && rule.Compiled.Rule.Trigger!.Event.Matches(Bet.Type) && EventConditions.Holds(rule.Compiled.Where, Bet) && rule.Compiled.Period.Contains(Tuesday)) found++;
            }

            if (found != Matching) throw new InvalidOperationException($"{found} rules match, not {Matching}.");
        }
    }
}
