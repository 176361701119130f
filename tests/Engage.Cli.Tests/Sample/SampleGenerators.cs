using Engage.Cli.Replay;
using Engage.Cli.Sample;

namespace Engage.Cli.Tests.Sample;

public sealed class SampleGenerators
{
    private static readonly SampleOptions Options = new() { Seed = 7, Events = 4_000, Players = 200 };

    private static string Generate(SampleOptions options)
    {
        using var writer = new StringWriter();
        new SampleGenerator(options).Write(writer);
        return writer.ToString();
    }

    private static List<Row> Rows(string text)
    {
        var reader = new CsvRows(new StringReader(text), ',');
        var rows = new List<Row>();
        while (reader.Next() is { } row) rows.Add(row);
        return rows;
    }

    [Fact]
    public void The_same_seed_gives_the_same_sample_and_another_one_another()
    {
        Assert.Equal(Generate(Options), Generate(Options));
        Assert.NotEqual(Generate(Options), Generate(Options with { Seed = 8 }));
    }

    [Fact]
    public void Every_player_is_introduced_before_anything_happens_to_them()
    {
        var known = new HashSet<string>();
        foreach (var row in Rows(Generate(Options)))
        {
            if (row.Text("type") == "player.updated") known.Add(row.Text("player"));
            else Assert.Contains(row.Text("player"), known);
        }

        Assert.Equal(Options.Players, known.Count);
    }

    [Fact]
    public void Play_is_heavy_tailed_and_in_three_currencies_with_repeats_among_it()
    {
        var bets = Rows(Generate(Options)).Where(row => row.Text("type") == "casino.bet").ToList();
        var perPlayer = bets.GroupBy(row => row.Text("player")).Select(group => group.Count()).OrderDescending().ToList();

        Assert.True(perPlayer[0] > 20 * perPlayer[perPlayer.Count / 2], $"busiest {perPlayer[0]}, median {perPlayer[perPlayer.Count / 2]}");
        Assert.Equal(["EUR", "GBP", "USD"], bets.Select(row => row.Text("currency")).Distinct().Order());
        Assert.InRange(bets.Count - bets.DistinctBy(row => row.Text("event_id")).Count(), 10, 120);
    }
}
