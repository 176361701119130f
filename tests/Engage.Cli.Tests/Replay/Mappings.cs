using System.Text;
using Engage.Cli.Replay;
using Engage.Contracts;

namespace Engage.Cli.Tests.Replay;

public sealed class Mappings
{
    private const string Minimal = """
        format: csv
        events:
          - type: casino.bet
            source: wallet
            event_id: "{id}"
            player: "{player}"
            occurred_at: "{at}"
        """;

    private static RowMapper Mapper(string yaml)
    {
        var (mapping, mistakes) = MappingFile.Read("test.mapping.yaml", Encoding.UTF8.GetBytes(yaml));
        Assert.Empty(mistakes);
        return new RowMapper(mapping!);
    }

    private static Row Row(params (string Column, string Value)[] values) => new(values.ToDictionary(value => value.Column, value => value.Value), lineNumber: 2);

    private static string SampleFile(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Engage.Streams.sln"))) directory = directory.Parent;
        return Path.Combine(directory.FullName, "samples", name);
    }

    private static RowMapper Shipped(string name) => Mapper(File.ReadAllText(SampleFile(name)));

    [Fact]
    public void A_bet_that_was_cashed_out_becomes_a_stake_and_a_win_of_stake_plus_profit()
    {
        var row = Row(("bet_id", "7"), ("game_id", "3294811"), ("player_id", "p1"), ("bet_bits", "100"), ("cashed_out_at", "1.2"), ("profit_bits", "20"), ("busted_at", "1.25"), ("played_at", "2016-10-31T15:38:43Z"));

        var events = Shipped("bustabit.mapping.yaml").Events(row).ToList();

        Assert.Equal(["casino.bet", "casino.win"], events.Select(mapped => mapped.Type));
        Assert.Equal([100m, 120m], events.Select(mapped => mapped.Amount!.Value));
        Assert.Equal(AttributeValue.FromDouble(1.2), events[1].Attributes["multiplier"]);
        Assert.Equal(1_477_928_323_000_000, events[0].OccurredAtMicros);
    }

    [Fact]
    public void The_documented_example_is_a_mapping_without_mistakes()
    {
        var page = File.ReadAllText(SampleFile("../docs/replay.md"));
        var example = page.Split("```yaml\n")[1].Split("```")[0];

        Assert.Equal(15m, Assert.Single(Mapper(example).Events(Row(("status", "won"), ("id", "1"), ("player", "p1"), ("time", "2026-11-02T09:00:00Z"), ("stake", "10"), ("profit", "5")))).Amount);
    }

    [Fact]
    public void A_lost_bet_is_a_stake_alone()
    {
        var row = Row(("bet_id", "7"), ("game_id", "1"), ("player_id", "p1"), ("bet_bits", "100"), ("cashed_out_at", ""), ("profit_bits", ""), ("busted_at", "1.25"), ("played_at", "2016-10-31T15:38:43Z"));

        Assert.Equal("casino.bet", Assert.Single(Shipped("bustabit.mapping.yaml").Events(row)).Type);
    }

    [Fact]
    public void A_profile_row_becomes_an_update_with_consents_and_without_what_is_empty()
    {
        var row = Row(("event_id", "e1"), ("type", "player.updated"), ("player", "p00001"), ("occurred_at", "2026-11-02T08:00:00Z"), ("first_name", "Ada"), ("country", "NO"), ("consent_sms", "true"), ("consent_email", "false"), ("suppression", ""));

        var update = Assert.Single(Shipped("sample.mapping.yaml").Events(row)).Update!;

        Assert.Equal(AttributeValue.FromString("Ada"), update.Set["first_name"]);
        Assert.False(update.Set.ContainsKey("email"));
        Assert.Equal(new Dictionary<string, bool> { ["sms"] = true, ["email"] = false }, update.Consents);
        Assert.Null(update.Suppression);
    }

    [Theory]
    [InlineData("id", "", "event_id is empty")]
    [InlineData("at", "yesterday", "\"yesterday\", which is not a time")]
    public void A_row_that_lacks_what_an_event_needs_says_so(string column, string value, string expected)
    {
        var values = new Dictionary<string, string> { ["id"] = "1", ["player"] = "p1", ["at"] = "2026-11-02T09:00:00Z", [column] = value };

        var wrong = Assert.Throws<RowException>(() => Mapper(Minimal).Events(new Row(values, 2)).ToList());

        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix_s", "1795510800", 1_795_510_800_000_000)]
    [InlineData("unix_ms", "1795510800001", 1_795_510_800_001_000)]
    [InlineData("unix_us", "1795510800000001", 1_795_510_800_000_001)]
    public void Times_may_be_numbers(string format, string text, long micros)
    {
        var mapped = Assert.Single(Mapper(Minimal + $"\n    time_format: {format}").Events(Row(("id", "1"), ("player", "p1"), ("at", text))));

        Assert.Equal(micros, mapped.OccurredAtMicros);
    }

    [Theory]
    [InlineData("    amuont: stake", "test.mapping.yaml:8:5: error: events[0]: unknown key 'amuont'; did you mean 'amount'?")]
    [InlineData("    amount: stake +", "test.mapping.yaml:8:13: error: events[0].amount: \"stake +\" ends too early")]
    [InlineData("    currency: \"{cur\"", "test.mapping.yaml:8:15: error: events[0].currency: '{' in \"{cur\" must be followed by a column's name and '}'; write '{{' for the character itself")]
    public void A_mistake_in_the_mapping_names_its_place_and_the_fix(string line, string expected)
    {
        var (_, mistakes) = MappingFile.Read("test.mapping.yaml", Encoding.UTF8.GetBytes(Minimal + "\n" + line));

        Assert.Equal(expected, Assert.Single(mistakes).ToString());
    }
}
