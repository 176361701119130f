using System.Collections.Concurrent;
using System.Globalization;

namespace Engage.Properties.Tests;

/// <summary>Generated lives through segment-materializer, trigger-matcher and accumulator, against a plain reading of the semantics.</summary>
public sealed class OracleTests
{
    private const int EventsPerLife = 40;

    private static readonly int Cases = Setting("ENGAGE_PROPERTY_CASES", 1_000);
    private static readonly int FirstSeed = Setting("ENGAGE_PROPERTY_SEED", 1);

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
        var failures = new ConcurrentBag<(int Seed, string What)>();
        var executions = 0;
        Parallel.For(FirstSeed, FirstSeed + Cases, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 4) }, (seed, loop) =>
        {
            if (failures.Count >= 3) loop.Stop();
            using var lived = new Life(seed, (Feature)features);
            try
            {
                lived.Live(EventsPerLife);
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                failures.Add((seed, thrown.ToString())); // With its seed, which the loop's own exception would not name.
                return;
            }

            Interlocked.Add(ref executions, lived.Expected.Count);
            if (!lived.Expected.SequenceEqual(lived.Decided)) failures.Add((seed, Difference(lived)));
        });

        Assert.True(failures.IsEmpty, $"{life}: replay with ENGAGE_PROPERTY_CASES=1 and a seed.\n{string.Join('\n', failures.OrderBy(failure => failure.Seed).Select(failure => $"ENGAGE_PROPERTY_SEED={failure.Seed}: {failure.What}"))}");
        Assert.True(executions > Cases / 2, $"{life}: only {executions} executions in {Cases} lives prove little");
    }

    [Fact]
    public void The_plain_reading_is_short_and_shares_no_code_with_what_it_checks()
    {
        var lines = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests", "Engage.Properties.Tests", "Oracle"), "*.cs").SelectMany(File.ReadLines).ToList();

        Assert.InRange(lines.Count, 1, 299);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 150));
        Assert.All(lines.Where(line => line.StartsWith("using ", StringComparison.Ordinal)), line => Assert.Equal("using Engage.Properties.Tests.Model;", line));
    }

    private static string Difference(Life lived)
    {
        var at = lived.Expected.Zip(lived.Decided).TakeWhile(pair => pair.First == pair.Second).Count();
        var story = Cases == 1 ? "\n" + lived.Story : "";
        return string.Create(CultureInfo.InvariantCulture, $"decision {at}\n expected {lived.Expected.ElementAtOrDefault(at)}\n decided  {lived.Decided.ElementAtOrDefault(at)}{story}");
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
