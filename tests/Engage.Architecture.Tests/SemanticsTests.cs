using System.Text.RegularExpressions;

namespace Engage.Architecture.Tests;

/// <summary>Each numbered promise about decisions has a test that carries its number, and the page that lists them tells the truth.</summary>
public sealed partial class SemanticsTests
{
    private static readonly string[] Rules = ["0a", "0b", "0c", .. Enumerable.Range(1, 28).Concat(Enumerable.Range(40, 8)).Select(number => $"{number}"), "H"];

    /// <summary>Rule, and the names of the projects and classes whose tests carry its number.</summary>
    private static readonly ILookup<string, string> Tests = Repository.SourceFiles("tests")
        .SelectMany(file => TestName().Matches(File.ReadAllText(file)).Select(match => (Rule: match.Groups[1].Value, File: file)))
        .SelectMany(test => test.File.Split('/').Select(part => (test.Rule, Name: part.Replace("Engage.", "", StringComparison.Ordinal).Replace(".Tests", "", StringComparison.Ordinal).Replace("Tests.cs", ".cs", StringComparison.Ordinal).Replace(".cs", "", StringComparison.Ordinal))))
        .ToLookup(test => test.Rule, test => test.Name);

    private static readonly string[][] Rows = [.. File.ReadLines(Repository.PathOf("docs", "semantics-tests.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])];

    [Fact]
    public void Every_rule_has_a_test_that_carries_its_number() =>
        Assert.Equal([], Rules.Where(rule => !Tests.Contains(rule)).ToArray());

    [Fact]
    public void The_page_lists_every_rule_once_and_in_order() => Assert.Equal(Rules, Rows.Select(row => row[0]));

    [Fact]
    public void Every_place_that_the_page_names_has_tests_of_that_rule()
    {
        var wrong = Rows.SelectMany(row => PlacesOf(row[2]).Where(place => row[0] != "H" && !Tests[row[0]].Contains(place)).Select(place => $"{row[0]}: {place}")).ToArray();

        Assert.Equal([], wrong);
    }

    [Fact]
    public void Every_kind_of_life_that_the_page_names_is_lived()
    {
        var source = File.ReadAllText(Repository.PathOf("tests", "Engage.Properties.Tests", "OracleTests.cs"));
        var kinds = KindName().Matches(source).Select(match => match.Groups[1].Value).ToArray();

        Assert.Equal(8, kinds.Length);
        Assert.All(kinds, kind => Assert.Contains(Rows, row => row[3].Contains(kind, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_rule_has_a_property_and_those_that_have_one_of_their_own_carry_its_number()
    {
        Assert.Equal([], Rows.Where(row => row[3].Length == 0).Select(row => row[0]).ToArray());

        var own = Rows.SelectMany(row => PropertyName().Matches(row[3]).Select(match => (Rule: row[0], Place: match.Groups[1].Value))).ToArray();
        Assert.Equal([], own.Where(property => !Tests[property.Rule].Contains("Generated") || !Tests[property.Rule].Contains(property.Place)).ToArray());
        Assert.Equal(Directory.GetFiles(Repository.PathOf("tests", "Engage.Properties.Tests", "Generated"), "*.cs").Where(file => TestName().IsMatch(File.ReadAllText(file))).Select(Path.GetFileNameWithoutExtension).Order(), own.Select(property => property.Place).Distinct().Order());
    }

    private static IEnumerable<string> PlacesOf(string cell) =>
        Parenthesis().Replace(cell, "").Split([';', ':', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(place => place.EndsWith("Tests", StringComparison.Ordinal) ? place[..^5] : place);

    [GeneratedRegex(@"\bRule_([0-9]+[a-z]?|H)_\w+\(")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\{ ""([a-z, ]+)"", \(int\)")]
    private static partial Regex KindName();

    [GeneratedRegex(@"Generated: (\w+)")]
    private static partial Regex PropertyName();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Parenthesis();
}
