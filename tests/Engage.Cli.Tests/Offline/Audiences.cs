using System.Text;
using Engage.Cli.State;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer.Domain;

namespace Engage.Cli.Tests.Offline;

public sealed class Audiences
{
    private const long Day = 24 * 3_600_000_000L;

    private static readonly NamePool Names = new();

    [Fact]
    public void Rule_9_three_lists_of_a_hundred_of_which_twenty_players_are_on_all_three_are_260_players()
    {
        var definitions = Set("a", "b", "c");
        var count = new AudienceCount(new SegmentJudge(definitions, StreamStarts.None), ["a", "b", "c"], atMicros: 0, []);
        var onAll = Enumerable.Range(0, 20).Select(_ => Player("a", "b", "c"));
        var onOne = new[] { "a", "b", "c" }.SelectMany(list => Enumerable.Range(0, 80).Select(_ => Player(list)));

        foreach (var player in onAll.Concat(onOne).Append(Player())) count.Add("p", player);

        Assert.Equal((260, 261), (count.Found, count.Seen));
    }

    [Fact]
    public void Rule_9_everyone_is_everyone_and_a_segment_that_is_not_active_holds_nobody()
    {
        var judge = new SegmentJudge(Set("a"), StreamStarts.None);
        var (everyone, nobody) = (new AudienceCount(judge, ["everyone", "a"], atMicros: 0, []), new AudienceCount(judge, ["gone"], atMicros: 0, []));

        foreach (var count in new[] { everyone, nobody }) count.Add("ada", Player());

        Assert.Equal((1, 0), (everyone.Found, nobody.Found));
    }

    /// <summary>What is known of a player, and what stands in the way of an SMS first.</summary>
    public static TheoryData<string?, bool, bool, int, string> Ways => new()
    {
        { "self_excluded", true, true, 0, "suppressed" },
        { "blocked", false, false, 2, "suppressed" },
        { null, true, true, 0, "suppression_unknown" },
        { "none", false, true, 2, "no_consent" },
        { "none", false, false, 0, "no_consent" },
        { "none", true, false, 2, "no_contact" },
        { "none", true, true, 2, "capped" },
        { "none", true, true, 1, "reachable" },
        { "none", true, true, 0, "reachable" },
    };

    [Theory, MemberData(nameof(Ways))]
    public void Rule_10_a_player_counts_at_the_first_thing_that_stands_in_the_way(string? suppression, bool hasConsent, bool hasPhone, int sentToday, string expected)
    {
        var player = Player("a");
        player.Suppression = suppression;
        player.State.SetConsent("sms"u8, hasConsent);
        if (hasPhone) player.State.SetProfile("phone"u8, FactValue.FromText("+4790000001"u8));
        FrequencyCap[] caps = [new("sms", Max: 2, WithinMicros: Day), new("email", Max: 1, WithinMicros: Day)];
        var sent = Enumerable.Range(0, sentToday).Select(number => -(long)number).Append(-Day).ToArray(); // And one a day ago, which counts no more.
        var waterfall = new Waterfall("sms", caps, nowMicros: 0, asked => asked == "ada" ? sent : []);

        new AudienceCount(new SegmentJudge(Set("a"), StreamStarts.None), ["a"], atMicros: 0, [waterfall]).Add("ada", player);

        var counted = new Dictionary<string, long>
        {
            ["suppressed"] = waterfall.Suppressed,
            ["suppression_unknown"] = waterfall.SuppressionUnknown,
            ["no_consent"] = waterfall.NoConsent,
            ["no_contact"] = waterfall.NoContact,
            ["capped"] = waterfall.Capped,
            ["reachable"] = waterfall.Reachable,
        };
        Assert.Equal([expected], counted.Where(step => step.Value == 1).Select(step => step.Key));
        Assert.Equal(1, counted.Values.Sum());
    }

    [Fact]
    public void Rule_10_who_is_not_in_the_audience_is_in_no_step()
    {
        var waterfall = new Waterfall("email", [], nowMicros: 0, _ => []);

        new AudienceCount(new SegmentJudge(Set("a"), StreamStarts.None), ["a"], atMicros: 0, [waterfall]).Add("ada", Player());

        Assert.Equal(0, waterfall.Suppressed + waterfall.SuppressionUnknown + waterfall.NoConsent + waterfall.NoContact + waterfall.Capped + waterfall.Reachable);
    }

    /// <summary>A segment for each tag, of that name.</summary>
    private static DefinitionSet Set(params string[] tags)
    {
        var set = DefinitionSet.Empty;
        foreach (var tag in tags) set = set.With(new DefinitionRecord(set.Offset + 1, "segment", tag, 1, "active", null, $$$"""{"kind":"segment","id":"{{{tag}}}","where":{"tags":{"has":"{{{tag}}}"} } }"""));
        Assert.Empty(set.Rejected);
        return set;
    }

    private static PlayerRow Player(params string[] tags)
    {
        var row = new PlayerRow(new PlayerState(firstSeenPosition: 0, Names));
        foreach (var tag in tags) row.State.AddTag(Encoding.UTF8.GetBytes(tag));
        return row;
    }
}
