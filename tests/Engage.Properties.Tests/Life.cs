using System.Globalization;
using System.Text;
using Engage.Properties.Tests.Model;
using Engage.Properties.Tests.Oracle;

namespace Engage.Properties.Tests;

/// <summary>One generated case: two players, a few rules and segments, and what happens; told to the workers and to the oracle alike. A function of its seed and features.</summary>
internal sealed class Life : IDisposable
{
    private const long Second = 1_000_000;
    private static readonly string[] Names = [.. new[] { "ada", "ben", "cleo", "dag", "eve", "finn", "gro", "hal", "ida", "jon", "kai", "liv" }.Select(name => "player-" + name)];

    private readonly Random random;
    private readonly RuleMaker maker;
    private readonly Pipeline pipeline;
    private readonly NaiveRules oracle;
    private readonly List<Happening> past = [];
    private readonly SortedDictionary<string, List<RuleModel>> rules = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Condition> segments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> segmentVersions = [];
    private readonly StringBuilder story = new();
    private readonly string[] players;
    private List<Decided>? decided;
    private int ids;

    /// <param name="seed">Replays.</param>
    /// <param name="features">What may happen.</param>
    /// <param name="partitions">With more than one, positions are not unique and the oracle's answers mean nothing.</param>
    /// <param name="playersPerPartition">On average.</param>
    public Life(int seed, Feature features, int partitions = 1, int playersPerPartition = 2)
    {
        random = new Random(seed);
        var startsAt = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(7 * 86_400));
        maker = new RuleMaker(random, features, startsAt.ToUnixTimeSeconds());
        StartsAt = startsAt;
        players = Names[..(playersPerPartition * partitions)];
        pipeline = new Pipeline(startsAt, partitions);
        oracle = new NaiveRules((rule, now, progress, isRepeat) => Asking?.Invoke(rule, now, progress, isRepeat));
    }

    public DateTimeOffset StartsAt { get; }

    /// <summary>Done before each event, with what has been told so far behind it.</summary>
    public Action<Pipeline>? BeforeEach { get; init; }

    /// <summary>As of <see cref="NaiveRules"/>.</summary>
    public Action<RuleModel, Accepted, KnownProgress, bool>? Asking { get; set; }

    /// <summary>Nothing happens before there are rules, and tags come back right after their cause.</summary>
    public bool IsPrompt { get; init; }

    /// <summary>Everything that was told, in order; repeats too.</summary>
    public List<Happening> Told { get; } = [];

    /// <summary>In force at the end, newest version last.</summary>
    public IReadOnlyDictionary<string, List<RuleModel>> Rules => rules;

    public IReadOnlyDictionary<string, Condition> Segments => segments;

    public IReadOnlyList<string> Players => players;

    public NaiveRules Oracle => oracle;

    public Pipeline Pipeline => pipeline;

    /// <summary>Everything that was told, in order, for whoever looks into a failure.</summary>
    public string Story => story.ToString();

    public IReadOnlyList<Decided> Expected => oracle.Executions;

    public IReadOnlyList<Decided> Decided => decided ??= pipeline.Decisions();

    public void Live(int events)
    {
        if (maker.Chance(20) && !IsPrompt) Happen();
        Begin();
        GoOn(events);
    }

    /// <summary>More of the same.</summary>
    public void GoOn(int events)
    {
        for (var i = 0; i < events; i++)
        {
            Pass();
            if (maker.Has(Feature.Edits) && maker.Chance(8)) Edit();
            Happen();
            if (IsPrompt ? rules.Values.Any(versions => versions[^1].Effects.Length > 1) : maker.Chance(20)) Settle();
        }

        Settle();
    }

    /// <summary>Forgets a player, and has that processed.</summary>
    public void Erase(string player)
    {
        Tell(Update(player, new Change { Erase = true }));
        Settle();
    }

    public void Dispose() => pipeline.Dispose();

    private void Begin()
    {
        if (maker.Has(Feature.Segments))
        {
            for (var number = random.Next(1, 4); number > 0; number--) Define($"s{number}");
        }

        for (var number = random.Next(1, 4); number > 0; number--) Define(maker.Rule(number, [.. segments.Keys]));
        PutInForce();
        foreach (var player in players)
        {
            var wallet = maker.Has(Feature.Currencies) ? maker.Pick("EUR", "GBP", "SEK") : "EUR";
            if (maker.Chance(80)) Tell(Update(player, new Change { Set = new() { ["currency"] = wallet } }));
        }
    }

    private void Define(RuleModel rule)
    {
        if (!rules.TryGetValue(rule.Id, out var versions)) rules[rule.Id] = versions = [];
        versions.Add(rule);
        var body = Bodies.Of(rule);
        pipeline.Define("rule", rule.Id, versions.Count, body, rule.Paused ? "paused" : "active");
        story.AppendLine(CultureInfo.InvariantCulture, $"define {rule.Id}/{versions.Count}{(rule.Paused ? " paused" : "")} {body}");
    }

    private void Define(string segment)
    {
        segments[segment] = maker.Segment([.. segments.Keys.Where(other => string.CompareOrdinal(other, segment) > 0)]);
        var version = segmentVersions[segment] = segmentVersions.GetValueOrDefault(segment) + 1;
        var body = Bodies.Of(segment, segments[segment]);
        pipeline.Define("segment", segment, version, body);
        story.AppendLine(CultureInfo.InvariantCulture, $"define {segment}/{version} {body}");
    }

    private void PutInForce()
    {
        var position = pipeline.PutInForce();
        story.AppendLine(CultureInfo.InvariantCulture, $"{position} @{pipeline.NowMicros}: marker");
        oracle.PutInForce(position, pipeline.NowMicros, new Book(new(rules.ToDictionary(rule => rule.Key, rule => rule.Value.ToList()), StringComparer.Ordinal), new(segments, StringComparer.Ordinal)));
    }

    private void Edit()
    {
        for (var edits = random.Next(1, 3); edits > 0; edits--)
        {
            if (segments.Count > 0 && maker.Chance(30)) Define(maker.Pick<string>([.. segments.Keys]));
            else Define(maker.Edited(maker.Pick<List<RuleModel>>([.. rules.Values])[^1], [.. segments.Keys]));
        }

        PutInForce();
        if (maker.Chance(10)) pipeline.PutInForce(); // Repeated markers say nothing new.
    }

    private void Pass()
    {
        var seconds = random.Next(12) switch { < 4 => 0, < 7 => random.Next(1, 100), < 10 => random.Next(10_000), 10 => random.Next(100_000), _ => maker.Chance(6) ? 8 * 86_400 : 0 };
        pipeline.Materializer.Time.Advance(TimeSpan.FromSeconds(seconds));
    }

    private void Happen()
    {
        var what = random.Next(100);
        if (maker.Has(Feature.Reversals) && what < 18 && past.Count > 0) Tell(Reversal(maker.Pick<Happening>([.. past])));
        else if (maker.Has(Feature.Duplicates) && what < 26 && past.Count > 0) Tell(maker.Pick<Happening>([.. past]));
        else if (maker.Has(Feature.Backfill) && what < 38) Tell(Backfill());
        else if (maker.Has(Feature.Segments | Feature.Tags) && what < (maker.Has(Feature.Contacts) ? 75 : 48)) Tell(Update(maker.Pick<string>(players), RandomChange()));
        else if (maker.Has(Feature.Erasure) && what == 48) Tell(Update(maker.Pick<string>(players), new Change { Erase = true }));
        else Tell(Bet());
    }

    private Happening Bet()
    {
        var delay = maker.Has(Feature.Time) && maker.Chance(15) ? maker.Pick(random.Next(20_000), random.Next(400_000), -random.Next(600)) : random.Next(3);
        var currency = maker.Has(Feature.Currencies) ? maker.Pick(null, "EUR", "EUR", "GBP", "SEK") : maker.Pick(null, "EUR", "EUR");
        return new Happening
        {
            Player = maker.Pick<string>(players),
            Id = "e" + ids++,
            Type = maker.Pick("casino.bet", "casino.bet", "casino.bet", "casino.win", "deposit.approved", "player.login"),
            Occurred = pipeline.NowMicros - (delay * Second),
            Amount = maker.Chance(95) ? Amount() : null,
            Bonus = maker.Chance(20) ? Amount() : null,
            Currency = currency,
            EuroRate = maker.Has(Feature.Currencies) && currency is not (null or "EUR") && maker.Chance(70) ? random.Next(5, 150) / 100m : null,
            Game = maker.Chance(70) ? maker.Game() : null,
            Update = maker.Has(Feature.Tags) && maker.Chance(8) ? RandomChange() : null,
        };
    }

    private decimal Amount() => random.Next(20) switch { 0 => 0, 1 => random.Next(1000, 3000), < 5 => random.Next(1, 100_000_000) / 100_000_000m, < 10 => random.Next(1, 30), _ => random.Next(1, 5000) / 100m };

    private Happening Reversal(Happening original) => original with
    {
        Id = "v" + ids++,
        Reverses = maker.Chance(95) ? original.Id : "unheard-of",
        Occurred = pipeline.NowMicros - (random.Next(3) * Second),
        Amount = maker.Chance(50) ? null : original.Amount is { } amount && maker.Chance(80) ? decimal.Round(amount / 2, 2) : Amount(),
        Bonus = original.Bonus is { } bonus && maker.Chance(40) ? decimal.Round(bonus / 3, 2) : null,
        Update = null,
        Backfill = false,
    };

    /// <summary>History, or the live twin of some that was loaded.</summary>
    private Happening Backfill()
    {
        var loaded = past.Where(happening => happening.Backfill).ToList();
        if (loaded.Count > 0 && maker.Chance(40)) return maker.Pick<Happening>([.. loaded]) with { Backfill = false };
        return Bet() with { Backfill = true, Update = null, Occurred = pipeline.NowMicros - (random.Next(20 * 86_400) * Second) };
    }

    private Change RandomChange() => maker.Has(Feature.Contacts) && maker.Chance(70) ? ContactChange() : random.Next(6) switch
    {
        0 => new Change { Set = new() { ["vip"] = maker.Pick("gold", "none") } },
        1 when maker.Has(Feature.Currencies) => new Change { Set = new() { ["currency"] = maker.Pick("EUR", "GBP") } },
        2 => new Change { EmailConsent = maker.Chance(50) },
        3 => new Change { RemoveTags = [maker.Tag()] },
        4 => new Change { AddTags = [maker.Tag(), maker.Tag()], RemoveTags = [maker.Tag()] },
        _ => new Change { AddTags = [maker.Tag()] },
    };

    private Change ContactChange() => new()
    {
        Suppression = maker.Pick(null, "none", "none", "none", "self_excluded", "blocked"),
        EmailConsent = maker.Chance(50) ? maker.Chance(75) : null,
        SmsConsent = maker.Chance(50) ? maker.Chance(75) : null,
        Set = maker.Pick<Dictionary<string, string>>([], new() { ["email"] = "someone@casino.example" }, new() { ["phone"] = "+4790000001" }, new() { ["phone"] = "+4790000002", ["email"] = "other@casino.example" }),
    };

    private Happening Update(string player, Change change) => new() { Player = player, Source = "crm", Id = "u" + ids++, Type = "player.updated", Occurred = pipeline.NowMicros, Update = change };

    private void Tell(Happening happening)
    {
        BeforeEach?.Invoke(pipeline);
        var told = happening with { Ingested = pipeline.NowMicros, Position = pipeline.Append(happening) };
        story.AppendLine(CultureInfo.InvariantCulture, $"{told.Position} @{told.Ingested}: {Describe(told)}");
        if (told.Update is not { Erase: true } && told.Source != "engage") past.Add(told);
        Told.Add(told);
        oracle.Happens(told);
    }

    /// <summary>Has everything processed, and feeds the changes of tags back as the dispatcher does.</summary>
    private void Settle()
    {
        for (var round = 0; round < 50; round++)
        {
            var effects = pipeline.Run().Where(action => action.ActionType is "tag_player" or "untag_player").ToList();
            if (effects.Count == 0) return;
            foreach (var effect in effects)
            {
                List<string> tag = [effect.Payload["tag"]];
                Tell(new Happening
                {
                    Player = effect.PlayerId,
                    Source = "engage",
                    Id = effect.ActionId,
                    Type = "player.updated",
                    Occurred = effect.OccurredAtMicros,
                    Update = effect.ActionType == "tag_player" ? new Change { AddTags = tag } : new Change { RemoveTags = tag },
                    Root = effect.RootId,
                    Depth = effect.Depth,
                });
            }
        }

        throw new InvalidOperationException("A chain of tags does not end.\n" + Story);
    }

    private static string Describe(Happening told)
    {
        var change = told.Update is { } update
            ? $" set {string.Join(' ', update.Set)} add {string.Join(' ', update.AddTags)} remove {string.Join(' ', update.RemoveTags)} consent {update.EmailConsent} erase {update.Erase}"
            : "";
        return $"{told.Player} {told.Source}/{told.Id}/{told.Type} occurred {told.Occurred} amount {told.Amount} bonus {told.Bonus} {told.Currency} rate {told.EuroRate} game {told.Game} "
            + $"reverses {told.Reverses}{(told.Backfill ? " backfill" : "")} root {told.Root} depth {told.Depth}{change}";
    }
}
