using Engage.Cli.Explain;
using Engage.Contracts;
using Engage.Topics;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Cli.Tests.Offline;

/// <summary>One log per gate and answer; the last record is the one that is asked about, the rule is <c>r</c>.</summary>
internal static class ExplainedLogs
{
    private const string Everything = """
        {"kind":"rule","id":"r","segment":"vips","once_in_a_lifetime":true,"trigger":{"event":"casino.bet","where":{"amount":{"gte":5}}},
         "accumulate":{"field":"amount","every":{"EUR":10}},"qualification":{"event":"deposit.approved","where":{"amount":{"gte":100}},"period":"24h"},
         "active":{"from":"2026-12-01","until":"2026-12-31","days":["tue"]},"actions":[{"reset_points":{}}]}
        """;

    private const string Vips = """{"kind":"segment","id":"vips","where":{"profile.vip_level":{"in":["gold","platinum"]}}}""";

    public static IEnumerable<(string Name, PlayerLog Log)> All() => [.. Matching(), .. Periods(), .. Segments(), .. Conditions(), .. Deciding(), .. Reversing(), .. Running(), .. Dropped()];

    /// <summary>What the workers wrote while the whole log went through them.</summary>
    public static RecordedFacts Recorded(PlayerLog log)
    {
        var recorded = new RecordedFacts();
        foreach (var execution in LiveRun.Of(log)) recorded.Add(execution);
        foreach (var enriched in LiveRun.EnrichedOf(log)) recorded.AddEnriched(PlayerLog.Bytes(EngageTopics.EnrichedEvents.Wire, enriched));
        return recorded;
    }

    private static IEnumerable<(string, PlayerLog)> Matching()
    {
        var gold = Profile("vip_level", "gold");
        yield return ("every gate passes", new PlayerLog().Apply(Vips).Apply(Everything).Event("d", "deposit.approved", 100, gold).Event("1", amount: 25));
        yield return ("a qualifying event: every gate passes", new PlayerLog().Apply(Vips).Apply(Everything).Event("1", "deposit.approved", 100, gold));
        yield return ("a qualifying event: conditions", new PlayerLog().Apply(Vips).Apply(Everything).Event("1", "deposit.approved", 99.99m, gold));
        yield return ("definitions: none in force yet", new PlayerLog().Event("1"));
        yield return ("definitions: of other rules only", new PlayerLog().Apply(Vips).Event("1"));
        foreach (var status in new[] { "draft", "paused", "archived" }) yield return ($"status: {status}", new PlayerLog().Apply(Rule()).Apply(Rule(), status).Event("1"));
        yield return ("backfill", new PlayerLog().Apply(Rule()).Event("1", change: e => e with { Backfill = true }));
        yield return ("depth: the last link that is judged", new PlayerLog().Apply(Rule()).Event("1", change: e => e with { RootId = "wallet/0/casino.bet", Depth = 8 }));
        yield return ("depth: one link further", new PlayerLog().Apply(Rule()).Event("1", change: e => e with { RootId = "wallet/0/casino.bet", Depth = 9 }));
        yield return ("type: another", new PlayerLog().Apply(Rule()).Event("1", "sport.bet"));
        yield return ("type: a prefix", new PlayerLog().Apply("""{"kind":"rule","id":"r","trigger":{"event":["sport.*","deposit.approved"]},"actions":[{"reset_points":{}}]}""").Event("1"));
        yield return ("type: reversals only", new PlayerLog().Apply("""{"kind":"rule","id":"r","trigger":{"event":"casino.bet","reversals":"only"},"actions":[{"reset_points":{}}]}""").Event("1"));
        yield return ("type: a scheduled rule", new PlayerLog().Apply("""{"kind":"rule","id":"r","schedule":{"daily_at":"09:00"},"actions":[{"reset_points":{}}]}""").Event("1"));
    }

    private static IEnumerable<(string, PlayerLog)> Periods()
    {
        yield return ("period: before its start", new PlayerLog().Apply(Rule("""
            "active":{"from":"2026-12-01T10:00","time_zone":"Europe/Stockholm"}
            """)).Event("1", change: Occurred("08:59:59.999999")));
        yield return ("period: its start", new PlayerLog().Apply(Rule("""
            "active":{"from":"2026-12-01T10:00","time_zone":"Europe/Stockholm"}
            """)).Event("1"));
        yield return ("period: its end", new PlayerLog().Apply(Rule("""
            "active":{"until":"2026-12-01T10:00:01","time_zone":"Europe/Stockholm"}
            """)).Event("1"));
        yield return ("period: another day of the week", new PlayerLog().Apply(Rule("""
            "active":{"days":["fri","sat","sun"],"time_zone":"Europe/Stockholm"}
            """)).Event("1"));
    }

    /// <summary>One leaf of each kind, at its value.</summary>
    private static IEnumerable<(string, PlayerLog)> Segments()
    {
        var silver = Profile("vip_level", "silver");
        yield return ("segment: a field of the profile", InSegment("""{"profile.vip_level":{"in":["gold","platinum"]}}""").Event("1", change: silver));
        yield return ("segment: a field that is not known", InSegment("""{"profile.vip_level":"gold"}""").Event("1"));
        yield return ("segment: a field of another type", InSegment("""{"profile.age":{"gte":18}}""").Event("1", change: Profile("age", "30")));
        yield return ("segment: a tag", InSegment("""{"tags":{"has_any":["vip","gold"]}}""").Event("1"));
        yield return ("segment: a tag held", InSegment("""{"tags":{"has_none":["vip","gold"]}}""").Event("1", change: e => e with { Update = new PlayerUpdate { AddTags = ["vip"] } }));
        yield return ("segment: a consent", InSegment("""{"consents.email":true}""").Event("1"));
        yield return ("segment: a lifetime count", InSegment("""{"count":{"event":"casino.bet","gt":2}}""").Event("0").Event("1"));
        yield return ("segment: a window", InSegment("""{"count":{"event":"casino.bet","within":"1h","gte":3}}""").Event("0").Event("1"));
        yield return ("segment: a sum", InSegment("""{"sum":{"event":"casino.bet","field":"amount","within":"1h","gte":{"EUR":100}}}""").Event("0", amount: 40, change: Profile("currency", "EUR")).Event("1", amount: 59.99m));
        yield return ("segment: a sum without a bound for the wallet's currency", InSegment("""{"sum":{"event":"casino.bet","field":"amount","gte":{"EUR":100}}}""").Event("1", amount: 100, change: Profile("currency", "SEK")));
        yield return ("segment: recency", InSegment("""{"since_last":{"event":"player.login","lt":"1h"}}""").Event("0", "player.login").At("10:00:02").Event("1"));
        yield return ("segment: recency, one microsecond before", InSegment("""{"since_last":{"event":"player.login","lt":"1h"}}""").Event("0", "player.login").At("10:00:02").Event("1", change: Occurred("10:00:01.999999")));
        yield return ("segment: recency of what never happened", InSegment("""{"since_last":{"event":"player.login","gt":"1h"}}""").Event("1"));
        yield return ("segment: never", InSegment("""{"never":{"event":"player.login"}}""").Event("0", "player.login").Event("1"));
        yield return ("segment: the failing part of several", InSegment("""{"all":[{"tags":{"has_none":["banned"]}},{"any":[{"profile.country":"NO"},{"profile.country":"SE"}]}]}""").Event("1", change: Profile("country", "DK")));
        yield return ("segment: not", InSegment("""{"not":{"profile.country":"NO"}}""").Event("1", change: Profile("country", "NO")));
        yield return ("segment: another one", new PlayerLog().Apply(Vips).Apply("""{"kind":"segment","id":"s","where":{"in_segment":"vips"}}""").Apply(Rule("""
            "segment":"s"
            """)).Event("1", change: silver));
        yield return ("segment: a window that is still building", new PlayerLog().Event("0").Apply("""{"kind":"segment","id":"s","where":{"count":{"event":"casino.bet","within":"24h","gte":1}}}""").Apply(Rule("""
            "segment":"s"
            """)).Event("1"));
        yield return ("segment: not active", new PlayerLog().Apply(Vips).Apply(Rule("""
            "segment":"vips"
            """)).Apply(Vips, "archived").Event("1", change: Profile("vip_level", "gold")));
    }

    private static IEnumerable<(string, PlayerLog)> Conditions()
    {
        yield return ("conditions: an amount", Where("""{"amount":{"gte":50}}""").Event("1", amount: 49.99m));
        yield return ("conditions: no amount", Where("""{"amount":{"gte":50}}""").Event("1"));
        yield return ("conditions: further money", Where("""{"amounts.bonus":{"gt":0}}""").Event("1", change: e => e with { Amounts = new Dictionary<string, decimal> { ["bonus"] = 0 } }));
        yield return ("conditions: thresholds by currency", Where("""{"amount":{"gte":{"EUR":100,"GBP":85}}}""").Event("1", amount: 99, change: e => e with { Currency = "gbp" }));
        yield return ("conditions: no threshold for the currency", Where("""{"amount":{"gte":{"EUR":100}}}""").Event("1", amount: 5000, change: e => e with { Currency = "SEK" }));
        yield return ("conditions: converted with the event's rate", Where("""{"amount":{"gte":1000,"currency":"EUR"}}""").Event("1", amount: 11000, change: Rated("NOK", 0.0869m)));
        yield return ("conditions: converted, met", Where("""{"amount":{"gte":1000,"currency":"EUR"}}""").Event("1", amount: 11508, change: Rated("NOK", 0.0869m)));
        yield return ("conditions: no rate", Where("""{"amount":{"gte":1000,"currency":"EUR"}}""").Event("1", amount: 11508, change: e => e with { Currency = "NOK" }));
        yield return ("conditions: an attribute", Where("""{"attributes.game":{"starts_with":"book-"}}""").Event("1", change: Attribute("game", AttributeValue.FromString("starburst"))));
        yield return ("conditions: an attribute of another type", Where("""{"attributes.round":{"gte":3}}""").Event("1", change: Attribute("round", AttributeValue.FromString("3"))));
        yield return ("conditions: the failing part of several", Where("""{"currency":"EUR","attributes.live":true,"attributes.odds":{"between":[1.5,2]}}""").Event("1", change: e => e with
        {
            Attributes = new Dictionary<string, AttributeValue> { ["live"] = AttributeValue.FromBoolean(true), ["odds"] = AttributeValue.FromDouble(2.25) },
        }));
        yield return ("conditions: none of several", Where("""{"any":[{"attributes.table":"vip"},{"amount":{"gt":10}}]}""").Event("1", amount: 10, change: Attribute("table", AttributeValue.FromString("main"))));
    }

    private static IEnumerable<(string, PlayerLog)> Deciding()
    {
        yield return ("quarantine", new PlayerLog().Apply(Absurd).Event("0", amount: 90_000_000_000_000_000_000m).Event("1", amount: 90_000_000_000_000_000_000m).Event("2", amount: 1));
        yield return ("quarantine: the event that set it aside", new PlayerLog().Apply(Absurd).Event("0", amount: 90_000_000_000_000_000_000m).Event("1", amount: 90_000_000_000_000_000_000m));
        yield return ("chain: the same rule again", new PlayerLog().Apply("""{"kind":"rule","id":"r","trigger":{"event":["casino.bet","tag.*"]},"actions":[{"reset_points":{}}]}""").Event("1", change: Tagged("x")));
        yield return ("once: passes", new PlayerLog().Apply(Rule(Once)).Event("1"));
        yield return ("once: has executed", new PlayerLog().Apply(Rule(Once)).Event("0").Event("1"));
        yield return ("qualification: none held", new PlayerLog().Apply(Qualified).Event("1"));
        yield return ("qualification: its last instant", new PlayerLog().Apply(Qualified).Event("d", "deposit.approved").At("09:01:00.999999").Event("1"));
        yield return ("qualification: run out", new PlayerLog().Apply(Qualified).Event("d", "deposit.approved").At("09:01:01").Event("1"));
        yield return ("qualification: before it", new PlayerLog().Apply(Qualified).Event("d", "deposit.approved").Event("1", change: Occurred("09:00:00")));
        yield return ("qualification: a qualifying event before it", new PlayerLog().Apply(Qualified).Event("d", "deposit.approved").Event("1", "deposit.approved", change: Occurred("09:00:00")));
        yield return ("qualification: qualifying again while valid", new PlayerLog().Apply(Qualified).Event("d", "deposit.approved").Event("1", "deposit.approved"));
        yield return ("qualification: without a period", new PlayerLog().Apply("""{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"qualification":{"event":"deposit.approved"},"actions":[{"reset_points":{}}]}""").Event("d", "deposit.approved").Event("1"));
        yield return ("qualification: the event is trigger and qualification", new PlayerLog().Apply("""{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"qualification":{"event":"casino.bet","where":{"amount":{"gte":50}}},"actions":[{"reset_points":{}}]}""").Event("1", amount: 49));
        yield return ("currency: none", new PlayerLog().Apply(Points).Event("1", amount: 4, change: e => e with { Currency = null }));
        yield return ("currency: the wallet's", new PlayerLog().Apply(Points).Event("1", amount: 10, change: e => Profile("currency", "EUR")(e) with { Currency = null }));
        yield return ("step: none for the currency", new PlayerLog().Apply(Points).Event("1", amount: 4, change: e => e with { Currency = "SEK" }));
        yield return ("amount: none", new PlayerLog().Apply(Points).Event("1"));
        yield return ("progress: below the step", new PlayerLog().Apply(Points).Event("0", amount: 4).Event("1", amount: 5.99999999m));
        yield return ("progress: the step", new PlayerLog().Apply(Points).Event("0", amount: 4).Event("1", amount: 6));
        yield return ("progress: below the count", new PlayerLog().Apply("""{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"accumulate":{"count":100},"actions":[{"reset_points":{}}]}""").Event("0").Event("1"));
        yield return ("progress: kept under an earlier version", new PlayerLog().Apply(Points).Event("0", amount: 9.5m).Apply(Points.Replace("10", "5", StringComparison.Ordinal)).Event("1", amount: 0.1m));
        yield return ("cap: reached", new PlayerLog().Apply(Points).Event("1", amount: 20_005));
        yield return ("late and clamped: late", new PlayerLog().Apply(Rule()).Event("0").Event("1", change: Occurred("2026-11-27 08:00:00")));
        yield return ("late and clamped: clamped", new PlayerLog().Apply(Rule()).Event("1", change: Occurred("09:05:02")));
    }

    private static IEnumerable<(string, PlayerLog)> Reversing()
    {
        yield return ("reversal: without its original", new PlayerLog().Apply(Points).Event("1", amount: 4, change: Reverses("nothing")));
        yield return ("reversal: with nothing left to take", new PlayerLog().Apply(Points).Event("0", amount: 4).Event("b", change: Reverses("0")).Event("1", change: Reverses("0")));
        yield return ("reversal: taken back", new PlayerLog().Apply(Points).Event("0", amount: 8).Event("1", amount: 3, change: Reverses("0")));
        yield return ("reversal: of a trigger that keeps nothing", new PlayerLog().Apply(Rule()).Event("0", amount: 8).Event("1", change: Reverses("0")));
        yield return ("reversal: of what was dropped since", new PlayerLog().Apply(Counted(1)).Event("d", "deposit.approved").Event("0", amount: 8).Event("0b", amount: 8).Event("1", change: Reverses("0")));
        yield return ("reversal: of the qualifying event", new PlayerLog().Apply(Qualified).Event("d", "deposit.approved", 10).Event("1", "deposit.approved", change: Reverses("d")));
        yield return ("reversal: of what did not meet the conditions", new PlayerLog().Apply(Points.Replace("\"casino.bet\"", "\"casino.bet\",\"where\":{\"amount\":{\"gte\":50}}", StringComparison.Ordinal)).Event("0", amount: 8).Event("1", change: Reverses("0")));
        yield return ("reversal: fires a rule on reversals only", new PlayerLog().Apply("""{"kind":"rule","id":"r","trigger":{"event":"casino.bet","reversals":"only"},"actions":[{"reset_points":{}}]}""").Event("0", amount: 8).Event("1", change: Reverses("0")));
    }

    private static IEnumerable<(string, PlayerLog)> Running()
    {
        const string Scheduled = """{"kind":"rule","id":"r","segment":"vips","recheck":true,"schedule":{"daily_at":"09:00"},"actions":[{"reset_points":{}}]}""";
        var gold = Profile("vip_level", "gold");
        yield return ("run: reached", new PlayerLog().Apply(Vips).Apply(Scheduled).Event("0", change: gold).Reached("r"));
        yield return ("run: recheck", new PlayerLog().Apply(Vips).Apply(Scheduled).Event("0", change: Profile("vip_level", "silver")).Reached("r"));
        yield return ("run: paused meanwhile", new PlayerLog().Apply(Vips).Apply(Scheduled).Event("0", change: gold).Apply(Scheduled, "paused").Reached("r"));
        yield return ("run: of another rule", new PlayerLog().Apply(Vips).Apply(Scheduled).Event("0", change: gold).Reached("another"));
    }

    private static IEnumerable<(string, PlayerLog)> Dropped()
    {
        yield return ("valid: negative amount", new PlayerLog().Apply(Rule()).Event("1", amount: -1));
        yield return ("dedupe: a repeat", new PlayerLog().Apply(Rule(Once)).Event("0").Event("1", amount: 1).Event("1", amount: 2));
        yield return ("player: an erasure", new PlayerLog().Apply(Rule()).Event("0").Event("1", "player.updated", change: e => e with { Update = new PlayerUpdate { Erase = true } }));
    }

    private const string Points = """{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"accumulate":{"field":"amount","every":{"EUR":10}},"actions":[{"reset_points":{}}]}""";

    private const string Absurd = """{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"accumulate":{"field":"amount","every":{"EUR":0.00000001},"max_executions_per_event":1,"overflow":"carry"},"actions":[{"reset_points":{}}]}""";

    private const string Qualified = """{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"qualification":{"event":"deposit.approved","period":"60s"},"actions":[{"reset_points":{}}]}""";

    private const string Once = """
        "once_in_a_lifetime":true
        """;

    private static string Counted(int iterations) => $$$"""{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},"accumulate":{"count":2},"qualification":{"event":"deposit.approved","iterations":{{{iterations}}}},"actions":[{"reset_points":{}}]}""";

    private static string Rule(string? further = null) => $$$"""{"kind":"rule","id":"r","trigger":{"event":"casino.bet"},{{{(further is null ? "" : further.Trim() + ",")}}}"actions":[{"reset_points":{}}]}""";

    private static PlayerLog InSegment(string where) => new PlayerLog().Apply($$$"""{"kind":"segment","id":"s","where":{{{where}}}}""").Apply(Rule("""
        "segment":"s"
        """));

    private static PlayerLog Where(string where) => new PlayerLog().Apply($$$"""{"kind":"rule","id":"r","trigger":{"event":"casino.bet","where":{{{where}}}},"actions":[{"reset_points":{}}]}""");

    private static Func<PlayerEvent, PlayerEvent> Profile(string name, string value) =>
        e => e with { Update = new PlayerUpdate { Set = new Dictionary<string, AttributeValue> { [name] = AttributeValue.FromString(value) } } };

    private static Func<PlayerEvent, PlayerEvent> Tagged(string tag) => e => e with { Update = new PlayerUpdate { AddTags = [tag] } };

    private static Func<PlayerEvent, PlayerEvent> Attribute(string name, AttributeValue value) => e => e with { Attributes = new Dictionary<string, AttributeValue> { [name] = value } };

    private static Func<PlayerEvent, PlayerEvent> Rated(string currency, decimal rate) => e => e with { Currency = currency, ExchangeRate = rate, RateCurrency = "EUR" };

    private static Func<PlayerEvent, PlayerEvent> Reverses(string original) => e => e with { Reverses = original };

    private static Func<PlayerEvent, PlayerEvent> Occurred(string time) => e => e with { OccurredAtMicros = Engage.Cli.Output.Times.Micros(PlayerLog.Time(time)) };

    private static PlayerLog At(this PlayerLog log, string time)
    {
        log.Now = PlayerLog.Time(time);
        return log;
    }

    private static PlayerLog Reached(this PlayerLog log, string rule)
    {
        var due = log.Now.ToUnixTimeMilliseconds() * 1000;
        return log.Append("ada", ControlEvents.ScheduledPlayer($"{rule}/2026-12-01T09:00:00Z", rule, due, "ada", due));
    }
}
