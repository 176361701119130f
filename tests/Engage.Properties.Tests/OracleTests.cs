using Engage.Properties.Tests.Generated;

namespace Engage.Properties.Tests;

/// <summary>Generated lives through segment-materializer, trigger-matcher and accumulator, against a plain reading of the semantics.</summary>
public sealed class OracleTests
{
    private const int EventsPerLife = 40;

    public static TheoryData<string, int> Lives => new()
    {
        { "plain", (int)Feature.None },
        { "currencies, caps, duplicates", (int)(Feature.Currencies | Feature.Caps | Feature.Duplicates) },
        { "reversals", (int)(Feature.Reversals | Feature.Duplicates | Feature.Caps | Feature.Once) },
        { "qualification", (int)(Feature.Qualification | Feature.Time | Feature.Reversals | Feature.Periods) },
        { "segments", (int)(Feature.Segments | Feature.Time | Feature.Reversals | Feature.Backfill | Feature.Currencies) },
        { "edits", (int)(Feature.Edits | Feature.Reversals | Feature.Qualification | Feature.Currencies | Feature.Caps) },
        { "tags", (int)(Feature.Tags | Feature.Segments | Feature.Once | Feature.Edits) },
        { "everything", (int)Feature.Everything },
    };

    [Theory, MemberData(nameof(Lives))]
    public void Every_decision_equals_the_plain_reading(string life, int features)
    {
        var executions = 0;
        Cases.Hold(life, seed =>
        {
            using var lived = new Life(seed, (Feature)features);
            lived.Live(EventsPerLife);
            Interlocked.Add(ref executions, lived.Expected.Count);
            return Cases.Difference(lived.Expected, lived.Decided, lived.Story);
        });

        Cases.Prove("executions", executions, Cases.Count / 2);
    }

    [Fact]
    public void The_plain_reading_is_short_and_shares_no_code_with_what_it_checks()
    {
        foreach (var (folder, names) in new[] { ("Oracle", @"Engage\.Properties\.Tests\.Model"), (Path.Combine("Oracle", "Answers"), @"Engage\.Properties\.Tests\.Model|System\.\w+(\.\w+)?") })
        {
            var lines = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests", "Engage.Properties.Tests", folder), "*.cs").SelectMany(File.ReadLines).ToList();

            Assert.InRange(lines.Count, 1, 299);
            Assert.All(lines, line => Assert.InRange(line.Length, 0, 150));
            Assert.All(lines.Where(line => line.StartsWith("using ", StringComparison.Ordinal)), line => Assert.Matches($"^using ({names});$", line));
        }
    }
}
