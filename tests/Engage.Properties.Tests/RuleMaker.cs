using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests;

/// <summary>Draws rules, edits of rules, and segments.</summary>
internal sealed class RuleMaker(Random random, Feature features, long startSeconds)
{
    private static readonly string[] Tags = ["x", "y", "z"];
    private static readonly string[] Games = ["slots", "crash"];
    private static readonly long[] Windows = [60, 1800, 3600, 7200, 86_400, 172_800, 259_200];
    private static readonly string[] Zones = ["UTC", "Europe/Stockholm", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland"];

    /// <summary>Percent; where every gate is drawn, all of them together would let nothing through.</summary>
    private int Often => System.Numerics.BitOperations.PopCount((uint)features) > 8 ? 30 : 70;

    public bool Has(Feature feature) => (features & feature) != 0;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    public bool Chance(int percent) => random.Next(100) < percent;

    public string Tag() => Pick<string>(Tags);

    public string Game() => Pick<string>(Games);

    public RuleModel Rule(int number, string[] segments)
    {
        var rule = new RuleModel
        {
            Id = $"r{number}",
            Type = Type(),
            Where = Where(),
            ReversalsOnly = Has(Feature.Reversals) && Chance(8),
            Segment = segments.Length > 0 && Chance(Often) ? Pick<string>(segments) : null,
            Cap = Has(Feature.Caps) && Chance(40) ? random.Next(1, 6) : 1000,
            Carries = Has(Feature.Caps) && Chance(30),
            OnStepChange = Pick("scale", "scale", "scale", "keep", "reset"),
            Once = Has(Feature.Once) && Chance(20),
            Qualification = Has(Feature.Qualification) && Chance(Often) ? Qualification() : null,
            Effects = Has(Feature.Tags) && Chance(60) ? [new Effect(Pick("tag", "tag", "untag"), Tag()), new Effect("points", Points: 1)] : [new Effect("points", Points: random.Next(1, 4))],
        };
        rule = random.Next(6) switch
        {
            0 => rule,
            1 => rule with { Count = random.Next(1, 6) },
            _ => rule with { Every = Steps(), Fields = Pick<string[]>(["amount"], ["amount"], ["amounts.bonus"], ["amount", "amounts.bonus"]) },
        };
        if (!Has(Feature.Periods) || Chance(100 - Often)) return rule;
        return rule with
        {
            From = Chance(40) ? startSeconds + random.Next(86_400) : null,
            Until = Chance(40) ? startSeconds + 86_400 + random.Next(4 * 86_400) : null,
            Days = Chance(50) ? [.. Enum.GetValues<DayOfWeek>().Where(_ => Chance(60)).DefaultIfEmpty(DayOfWeek.Friday)] : null,
            Zone = Pick<string>(Zones),
        };
    }

    public RuleModel Edited(RuleModel rule, string[] segments) => random.Next(14) switch
    {
        0 or 1 => rule with { Paused = !rule.Paused },
        2 or 3 or 4 when rule.Every is not null => rule with { Every = rule.Every.ToDictionary(step => step.Key, _ => Step()), OnStepChange = Pick("scale", "scale", "keep", "reset") },
        2 or 3 or 4 when rule.Count is not null => rule with { Count = random.Next(1, 9), OnStepChange = Pick("scale", "scale", "keep", "reset") },
        5 => rule with { Where = Where() },
        6 when rule.Every is not null => rule with { Every = Steps() },
        7 => rule with { Cap = random.Next(1, 8) },
        8 => rule with { Once = Has(Feature.Once) && !rule.Once },
        9 when Has(Feature.Qualification) => rule with { Qualification = rule.Qualification is null ? Qualification() : null },
        10 when rule.Qualification is { } held => rule with { Qualification = held with { PeriodSeconds = random.Next(60, 100_000), Iterations = random.Next(1, 5), Restarts = !held.Restarts } },
        11 when segments.Length > 0 => rule with { Segment = Pick<string>(segments) },
        12 => rule with { Carries = Has(Feature.Caps) && !rule.Carries },
        13 when Has(Feature.Reversals) && Chance(30) => rule with { ReversalsOnly = !rule.ReversalsOnly },
        _ => rule with { Text = "text " + random.Next(1000) },
    };

    /// <param name="earlier">Segments that it may refer to.</param>
    public Condition Segment(string[] earlier) => random.Next(5) switch
    {
        0 => new All(Leaf(earlier), Leaf(earlier)),
        1 => new Any(Leaf(earlier), Leaf(earlier)),
        2 => new Not(Leaf(earlier)),
        _ => Leaf(earlier),
    };

    private Condition Leaf(string[] earlier)
    {
        var game = Chance(30) ? Game() : null;
        var type = Pick("casino.bet", "casino.bet", "casino.*", "deposit.approved", "player.login");
        long? window = Chance(65) ? Pick<long>(Windows) : null;
        var compare = Pick("gte", "gte", "lt");
        return random.Next(12) switch
        {
            0 => new HasTag(Tag()),
            1 => new Model.Profile("vip", Pick("gold", "none")),
            2 => new Consent(),
            3 when earlier.Length > 0 => new InSegment(Pick<string>(earlier)),
            4 => new Never(type, game),
            5 or 6 => new SinceLast(type, game, compare, Pick<long>(60, 3600, 86_400, 200_000), Chance(50)),
            7 or 8 => new Summed(type, game, Pick("amount", "amount", "amounts.bonus"), window, compare,
                Chance(50) ? new() { ["=EUR"] = random.Next(1, 60) } : new() { ["EUR"] = random.Next(1, 60), ["GBP"] = random.Next(1, 50) }),
            _ => new Counted(type, game, window, compare, random.Next(1, 6)),
        };
    }

    private Qualifying Qualification() => new(
        Pick("deposit.approved", "deposit.approved", "player.login", "casino.bet"), Where(), Chance(60) ? random.Next(60, 100_000) : null, Chance(50) ? random.Next(1, 5) : null, Chance(40));

    private string Type() => Has(Feature.Tags) && Chance(40) ? Pick("tag.added", "tag.removed", "player.updated") : Pick("casino.bet", "casino.bet", "casino.bet", "casino.*", "deposit.approved", "player.login");

    private Filter Where() => random.Next(8) switch
    {
        0 => new Filter(Game()),
        1 => new Filter(AtLeast: new() { ["EUR"] = random.Next(1, 20), ["GBP"] = random.Next(1, 20) }),
        2 when Has(Feature.Currencies) => new Filter(AtLeastEuros: random.Next(1, 20)),
        3 => new Filter(Game(), new() { ["EUR"] = random.Next(1, 20) }),
        _ => new Filter(),
    };

    private Dictionary<string, decimal> Steps() => Has(Feature.Currencies) && Chance(80) ? new() { ["EUR"] = Step(), ["GBP"] = Step() } : new() { ["EUR"] = Step() };

    private decimal Step() => Pick(1m, 10m, 2.5m, random.Next(1, 40), random.Next(50, 4000) / 100m);
}
