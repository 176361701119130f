using Engage.Rules.Decisions;
using Engage.Rules.Definitions;

namespace Engage.Rules.Tests.Decisions;

/// <summary>Random rules against random lives of one player, judged by the product and by <see cref="NaiveRule"/>.</summary>
public sealed class OracleTests
{
    private const int Streams = 1_500;
    private const int EventsPerStream = 80;

    private static readonly string[] Currencies = ["EUR", "GBP", "SEK"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_decision_equals_the_plain_reading_of_the_rules(int seed)
    {
        var random = new Random(seed);
        var executions = 0L;
        var taken = 0;
        for (var stream = 0; stream < Streams; stream++)
        {
            var life = new Life(random, $"seed {seed}, stream {stream}");
            for (var i = 0; i < EventsPerStream; i++) life.Next();
            executions += life.Executions;
            taken += life.Taken;
        }

        // A generator that never pays or never takes back would prove nothing.
        Assert.True(executions > Streams, $"seed {seed}: only {executions} executions");
        Assert.True(taken > Streams, $"seed {seed}: only {taken} reversals took something");
    }

    /// <summary>One player's events under one rule.</summary>
    private sealed class Life
    {
        private readonly Random random;
        private readonly string name;
        private readonly NaiveRule naive;
        private readonly RuleScenario product;
        private readonly List<Past> past = [];
        private bool isPaused;
        private int version = 1;
        private long clock = 1_000_000;

        public Life(Random random, string name)
        {
            (this.random, this.name) = (random, name);
            var isCount = random.Next(4) == 0;
            naive = new NaiveRule
            {
                IsCount = isCount,
                Cap = random.Next(3) == 0 ? random.Next(1, 6) : 1000,
                Carries = random.Next(4) == 0,
                Once = random.Next(10) == 0,
                Qualifies = random.Next(2) == 0,
                Period = random.Next(2) == 0 ? random.Next(1, 60) : null,
                Iterations = random.Next(2) == 0 ? random.Next(1, 12) : null,
                Restarts = random.Next(3) == 0,
            };
            var steps = RandomSteps();
            naive.Edit("", steps);
            var qualification = new Definitions.Qualification(
                new EventPattern(["deposit.approved"]), null, naive.Period, naive.Iterations, naive.Restarts ? RequalifyPolicy.Restart : RequalifyPolicy.Ignore);
            product = new RuleScenario(RuleScenario.Build(AccumulateOf(steps, StepChangePolicy.Scale), naive.Qualifies ? qualification : null, naive.Once));
        }

        public long Executions => product.Total;

        public int Taken { get; private set; }

        public void Next()
        {
            clock += random.Next(6);
            switch (random.Next(20))
            {
                case 0: isPaused = !isPaused; break;
                case 1: Edit(); break;
                case <= 5 when past.Count > 0: Reverse(); break;
                default: Happen(); break;
            }
        }

        private void Happen()
        {
            // Some are late, by their own judge time before others that came earlier.
            var judgedAt = clock - (random.Next(5) == 0 ? random.Next(40) : 0);
            var isQualifying = naive.Qualifies && random.Next(6) == 0;
            var isTrigger = !isQualifying || random.Next(2) == 0;
            var currency = Currencies[random.Next(10) switch { < 7 => 0, < 9 => 1, _ => 2 }];
            decimal? amount = random.Next(30) == 0 ? null : random.Next(0, 12_000) / (random.Next(2) == 0 ? 100m : 1m) / 10;
            if (isPaused)
            {
                product.Unseen();
                return;
            }

            var roles = (isTrigger ? FiringRoles.Trigger : 0) | (isQualifying ? FiringRoles.Qualification : 0);
            var decision = product.Happen(judgedAt, currency, naive.IsCount ? null : amount, roles);
            var (times, left, discarded) = naive.Happens(product.LastPosition, judgedAt, currency, amount, isTrigger, isQualifying);

            past.Add(new Past(product.LastPosition, judgedAt, currency, amount ?? 0, version, isTrigger, isQualifying));
            Assert.True((times, left, discarded) == (decision.Times, decision.Remainder, decision.Discarded),
                $"{name}, position {product.LastPosition}: expected {(times, left, discarded)}, was {(decision.Times, decision.Remainder, decision.Discarded)} ({decision.Reason})");
        }

        private void Reverse()
        {
            var index = random.Next(past.Count);
            var original = past[index];
            var isWhole = random.Next(2) == 0;
            var amount = isWhole ? original.Open : decimal.Round(original.Open / 2, 2);
            if (isWhole) past.RemoveAt(index);
            else past[index] = original with { Open = original.Open - amount };

            var roles = (original.IsTrigger ? FiringRoles.ReversalOfTrigger : 0) | (original.IsQualifying ? FiringRoles.ReversalOfQualification : 0);
            var decision = product.Reverse(original.Position, original.JudgedAt, original.Currency, naive.IsCount ? null : amount, isWhole, original.Version, roles);
            var left = naive.Reversed(original.Position, original.Version, original.Currency, amount, isWhole, original.IsTrigger, original.IsQualifying);

            if (left is not null) Taken++;
            Assert.True(left == decision.Remainder, $"{name}, reversal of position {original.Position}: expected {left}, was {decision.Remainder} ({decision.Reason})");
        }

        private void Edit()
        {
            version++;
            var steps = RandomSteps();
            var (text, policy) = random.Next(6) switch { 0 => ("reset", StepChangePolicy.Reset), 1 => ("keep", StepChangePolicy.Keep), _ => ("scale", StepChangePolicy.Scale) };
            naive.Edit(text, steps);
            product.Edit(rule => rule with { Accumulate = AccumulateOf(steps, policy) });
        }

        /// <summary>Always two currencies, SEK never: which ones there are must not change, since that would reset.</summary>
        private Dictionary<string, decimal> RandomSteps() => naive.IsCount
            ? new() { [""] = NextOther(20) }
            : new() { ["EUR"] = NextOther(500) / 10m, ["GBP"] = NextOther(5000) / 100m };

        // Distinct from version to version, because an equal step is no step change and so acts under no policy.
        private int NextOther(int bound) => random.Next(1, bound / 2) * 2 + (version % 2);

        private Accumulate AccumulateOf(Dictionary<string, decimal> steps, StepChangePolicy policy) => (naive.IsCount
            ? new Accumulate { Count = (long)steps[""] }
            : new Accumulate { Fields = [MoneyField.Amount], Every = new CurrencyAmounts(steps) }) with
        {
            MaxExecutionsPerEvent = naive.Cap,
            Overflow = naive.Carries ? OverflowPolicy.Carry : OverflowPolicy.Discard,
            OnStepChange = policy,
        };

        private sealed record Past(long Position, long JudgedAt, string Currency, decimal Open, int Version, bool IsTrigger, bool IsQualifying);
    }
}
