using Engage.Rules.Accumulation;
using Engage.Rules.Decisions;
using Engage.Rules.Qualification;

namespace Engage.Rules.Tests.Decisions;

public sealed class ProgressRowTests
{
    [Fact]
    public void A_plain_remainder_in_one_currency_takes_about_twenty_bytes()
    {
        var row = new ProgressRow();
        row.Set(new RuleKey(7), new RuleProgress { Version = 3, Kept = Kept(("EUR", 9.50m)) });

        Assert.Equal("130000000000000007080301cea90180e6fe8907", Convert.ToHexStringLower(row.Bytes));
    }

    [Fact]
    public void What_is_set_comes_back_and_the_default_leaves_no_trace()
    {
        var row = new ProgressRow();
        var full = Full();

        row.Set(new RuleKey(5), full);
        Assert.Equal(full, row[new RuleKey(5)]);
        Assert.Equal(default, row[new RuleKey(4)]);

        row.Set(new RuleKey(5), default);
        Assert.Equal(0, row.Bytes.Length);
    }

    [Fact]
    public void The_extremes_of_every_field_come_back()
    {
        var row = new ProgressRow();
        RuleProgress[] extremes =
        [
            new() { Version = int.MaxValue, DroppedBefore = long.MaxValue, Kept = Kept(("ZZZZZZZZZZ", Steps.MaxProgress)) },
            new() { Version = 1, Kept = Kept(("00", -Steps.MaxProgress)) },
            new() { Version = 1, Kept = default(ProgressByCurrency).With(default, -3) },
            new() { Version = 1, Qualification = new HeldQualification(true, -1, HeldQualification.NeverRunsOut, 0, 0, 0) },
            new() { Version = 1, Qualification = new HeldQualification(true, long.MinValue / 2, long.MaxValue / 2, long.MaxValue, int.MaxValue, int.MaxValue) },
        ];

        for (var i = 0; i < extremes.Length; i++) row.Set(new RuleKey((ulong)i), extremes[i]);
        for (var i = 0; i < extremes.Length; i++) Assert.Equal(extremes[i], row[new RuleKey((ulong)i)]);
    }

    [Fact]
    public void A_row_equals_a_sorted_dictionary_whatever_is_set_and_forgotten_and_its_bytes_depend_on_the_contents_only()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        var model = new SortedDictionary<ulong, RuleProgress>();
        var row = new ProgressRow();
        for (var step = 0; step < 5_000; step++)
        {
            var key = (ulong)random.NextInt64(40) * 0x0600_0000_0000_0000 + (ulong)random.NextInt64(3);
            var progress = random.Next(4) == 0 ? default : Random(random);
            row.Set(new RuleKey(key), progress);
            if (progress.IsNothing) model.Remove(key);
            else model[key] = progress;
            if (step % 250 != 0) continue;

            var entries = new List<KeyValuePair<ulong, RuleProgress>>();
            foreach (var (rule, kept) in row) entries.Add(KeyValuePair.Create(rule.Value, kept));
            Assert.True(model.SequenceEqual(entries), $"seed {Seed}, step {step}");

            var again = new ProgressRow();
            foreach (var (rule, kept) in model.Reverse()) again.Set(new RuleKey(rule), kept);
            Assert.True(row.Bytes.SequenceEqual(again.Bytes), $"seed {Seed}, step {step}");
        }
    }

    [Fact]
    public void Reading_and_changing_an_entry_allocates_nothing()
    {
        var row = new ProgressRow();
        for (var key = 0UL; key < 5; key++) row.Set(new RuleKey(key), new RuleProgress { Version = 1, Kept = Kept(("EUR", 1.5m)) });
        Change();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Change();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Change()
        {
            var progress = row[new RuleKey(3)];
            row.Set(new RuleKey(3), progress with { Kept = progress.Kept.With(RuleScenario.Code("EUR"), progress.Kept.Of(RuleScenario.Code("EUR")) + 0.01m) });
        }
    }

    [Fact]
    public void A_chain_remembers_its_rules_until_they_are_too_old()
    {
        var memory = new ChainMemory();
        for (var i = 0; i < 20; i++) memory.Add(root: (ulong)(i % 2), new RuleKey((ulong)i), ingestedAtMicros: i);

        memory.ForgetBefore(10);
        var copy = new ChainMemory();
        copy.Load(memory.Bytes);

        Assert.True(copy.Contains(0, new RuleKey(10), oldestMicros: 10));
        Assert.False(copy.Contains(1, new RuleKey(10), oldestMicros: 0));
        Assert.False(copy.Contains(1, new RuleKey(9), oldestMicros: 0));
        Assert.False(copy.Contains(0, new RuleKey(10), oldestMicros: 11)); // Past the horizon, though not forgotten yet.
        Assert.Equal(10 * 24, copy.Bytes.Length);
    }

    private static RuleProgress Full() => new()
    {
        Version = 2,
        Executed = true,
        DroppedBefore = 17,
        Qualification = new HeldQualification(true, 1_796_167_800_000_000, 1_796_254_200_000_000, 1234, 2, 3),
        Kept = Kept(("EUR", 9.50m), ("GBP", -0.00000001m), ("USDT", 12)),
    };

    private static RuleProgress Random(Random random) => new()
    {
        Version = random.Next(1, 200),
        Executed = random.Next(2) == 0,
        DroppedBefore = random.Next(2) == 0 ? 0 : random.NextInt64(1L << 40),
        Qualification = random.Next(2) == 0 ? default : Full().Qualification with { SinceMicros = random.NextInt64(1L << 50) },
        Kept = random.Next(3) switch
        {
            0 => default,
            1 => Kept(("EUR", random.Next(-1000, 1000) / 100m)),
            _ => Kept(("EUR", random.Next(1, 9)), ("NOK", random.Next(1, 9) / 1000m), ("DOGE", random.NextInt64(1L << 40))),
        },
    };

    private static ProgressByCurrency Kept(params (string Currency, decimal Value)[] values)
    {
        var kept = default(ProgressByCurrency);
        foreach (var (currency, value) in values) kept = kept.With(RuleScenario.Code(currency), value);
        return kept;
    }
}
