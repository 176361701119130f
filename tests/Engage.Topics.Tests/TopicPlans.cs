using System.Globalization;

namespace Engage.Topics.Tests;

public sealed class TopicPlans
{
    private const long DayMs = 24 * 3600 * 1000L;

    public static TheoryData<string> WithPlayers => ["player-profiles", "segment-materializer-changelog", "accumulator-changelog", "scheduler-changelog", "dispatcher-changelog"];

    [Theory, MemberData(nameof(WithPlayers))]
    public void Rule_47_what_was_deleted_of_a_player_is_compacted_away_within_a_day(string topic)
    {
        var configs = TopicPlan.All.Single(plan => plan.Name == topic).Configs;

        Assert.Equal("compact", configs["cleanup.policy"]);
        Assert.InRange(Number(configs, "max.compaction.lag.ms"), Number(configs, "min.compaction.lag.ms") + 1, DayMs - 1);
    }

    [Fact]
    public void Rule_47_every_topic_that_keeps_more_than_its_retention_is_one_of_these() =>
        Assert.Equal(WithPlayers.Select(row => row.Data).Append("definitions").Order(StringComparer.Ordinal), TopicPlan.All.Where(plan => plan.Configs["cleanup.policy"] != "delete").Select(plan => plan.Name).Order(StringComparer.Ordinal));

    private static long Number(IReadOnlyDictionary<string, string> configs, string name) => configs.TryGetValue(name, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
}
