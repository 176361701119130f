using System.Globalization;
using Engage.Fuzzing;
using Engage.Rules.Compilation;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;
using Engage.Rules.Planning;
using Engage.Rules.Validation;

namespace Engage.Definitions.Tests.Fuzzing;

/// <summary>
/// Damaged rule files, from the sample rules and from every text of the tests of mistakes: never a crash, never a wait, every refusal with its place. ENGAGE_FUZZ_FILES
/// raises their number, ENGAGE_FUZZ_SEED repeats a run, and with ENGAGE_FUZZ_CASE only one of its files.
/// </summary>
public sealed class DamagedFiles
{
    private const int FilesInTests = 2_000;

    private static readonly int Files = Setting("ENGAGE_FUZZ_FILES", FilesInTests);
    private static readonly int OnlyCase = Setting("ENGAGE_FUZZ_CASE", -1);

    private readonly int seed = Setting("ENGAGE_FUZZ_SEED", Environment.TickCount);

    [Fact]
    public void Are_read_or_refused_at_a_place_and_what_is_read_can_be_put_in_force()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"ENGAGE_FUZZ_SEED={seed}");
        var good = Directory.EnumerateFiles(SampleRules.Directory, "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText).SelectMany(Documents).ToList();
        var faulty = MistakeTests.OfOneDocument.Select(row => row.Data.Item1).ToList();
        var refused = 0;
        using var cases = new TimedCases(number => $"ENGAGE_FUZZ_SEED={seed} ENGAGE_FUZZ_CASE={number}");
        for (var number = Math.Max(OnlyCase, 0); number < (OnlyCase < 0 ? Files : OnlyCase + 1); number++)
        {
            var content = new FileMutator(new Random(unchecked((seed * 397) ^ number)), good, faulty).Next();
            var isRefused = false;
            try
            {
                cases.Run(number, () => isRefused = IsRefused(content));
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                Assert.Fail($"ENGAGE_FUZZ_SEED={seed} ENGAGE_FUZZ_CASE={number}: {thrown}\n{Convert.ToBase64String(content.AsSpan(0, Math.Min(content.Length, 4000)))}");
            }

            if (isRefused) refused++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Files} files, {refused} refused, the slowest {cases.SlowestMs:0.0} ms"));
        if (OnlyCase < 0) Assert.InRange(refused, Files / 2, Files - (Files / 25)); // Neither all nonsense nor all still good.
    }

    private static bool IsRefused(byte[] content)
    {
        var loaded = DefinitionLoader.Parse([("rules.yaml", content)]);
        var mistakes = loaded.Mistakes.Concat(DefinitionValidator.Validate(loaded.Definitions, DefinitionSet.Empty)).ToList();
        foreach (var mistake in mistakes)
        {
            Assert.True(mistake.Position is { File: "rules.yaml", Line: >= 1, Column: >= 1 }, $"no place: {mistake}");
            Assert.True(mistake.Message.Length > 0 && !mistake.ToString().Any(char.IsControl), $"not one line: {mistake}");
        }

        if (mistakes.Any(mistake => mistake.IsError)) return true;

        // What passes is what the workers will meet on the definitions topic.
        var inForce = DefinitionPlan.Of(loaded.Definitions, DefinitionSet.Empty).After;
        Assert.Empty(inForce.Rejected);
        Assert.True(inForce.LiveRules.Length <= loaded.Definitions.Length);
        foreach (var definition in loaded.Definitions) Assert.False(DefinitionParser.Parse(CanonicalJson.Parse(CanonicalJson.Write(definition.Source))).HasErrors);
        return false;
    }

    /// <summary>The file, and each of its documents alone.</summary>
    private static IEnumerable<string> Documents(string file) => [file, .. file.Split("\n---\n")];

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
