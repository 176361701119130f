namespace Engage.Sandbox.Faults;

/// <summary>The fault rules in force; the first rule that hits decides.</summary>
/// <remarks>Safe for concurrent use. Chance is drawn from the sandbox's seed in order of requests.</remarks>
public sealed class FaultPlan(int seed)
{
    private readonly Lock gate = new();
    private Random chance = new(seed);
    private List<ArmedRule> rules = [];

    /// <summary>Puts <paramref name="newRules"/> in force instead of all earlier ones and starts counting anew.</summary>
    public void Replace(IEnumerable<FaultRule> newRules)
    {
        ArgumentNullException.ThrowIfNull(newRules);
        lock (gate)
        {
            rules = [.. newRules.Select(rule => new ArmedRule(rule))];
            chance = new Random(seed);
        }
    }

    /// <summary>The fault that a request meets; null for none.</summary>
    /// <param name="kind">As in <see cref="FaultMatch.Kind"/>.</param>
    /// <param name="method">As in <see cref="FaultMatch.Method"/>.</param>
    /// <param name="recipients">The names the request's recipient goes by; empty where it has none.</param>
    internal FaultEffect? Next(string kind, string method, params IReadOnlyCollection<string> recipients) =>
        FirstHit(kind, method, recipients, rule => !CutsBeforeBody(rule));

    /// <summary>The fault that cuts a request before its body is read; rules that name a recipient wait for the body.</summary>
    internal FaultEffect? NextBeforeBody(string kind, string method) =>
        FirstHit(kind, method, [], CutsBeforeBody);

    private static bool CutsBeforeBody(FaultRule rule) => rule.Effect.Reset == FaultReset.BeforeBody && rule.Match?.Recipient is null;

    private FaultEffect? FirstHit(string kind, string method, IReadOnlyCollection<string> recipients, Func<FaultRule, bool> applies)
    {
        lock (gate)
        {
            foreach (var rule in rules)
            {
                if (applies(rule.Rule) && rule.Hits(kind, method, recipients, chance)) return rule.Effect;
            }

            return null;
        }
    }

    private sealed class ArmedRule(FaultRule rule)
    {
        private int matched;
        private int hit;

        public FaultRule Rule => rule;

        public FaultEffect Effect => rule.Effect;

        public bool Hits(string kind, string method, IReadOnlyCollection<string> recipients, Random chance)
        {
            if (!Matches(rule.Match, kind, method, recipients)) return false;

            matched++;
            if (rule.Match?.Nth is { } nth && matched != nth) return false;
            if (rule.Count is { } count && hit >= count) return false;
            if (rule.Probability is { } probability && chance.NextDouble() >= probability) return false;

            hit++;
            return true;
        }

        private static bool Matches(FaultMatch? match, string kind, string method, IReadOnlyCollection<string> recipients) =>
            match is null
            || (Is(match.Kind, kind) && Is(match.Method, method) && (match.Recipient is null || recipients.Any(name => Is(match.Recipient, name))));

        private static bool Is(string? wanted, string actual) => wanted is null || wanted.Equals(actual, StringComparison.OrdinalIgnoreCase);
    }
}
