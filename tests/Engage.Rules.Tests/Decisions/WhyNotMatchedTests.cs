using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Tests.Time;

namespace Engage.Rules.Tests.Decisions;

public sealed class WhyNotMatchedTests
{
    private const string Rule = """
        { "kind": "rule", "id": "r", "segment": "vips", "trigger": { "event": "casino.bet", "where": { "amount": { "gte": 50 } } },
          "qualification": { "event": "deposit.approved" }, "active": { "until": "2026-12-31" }, "actions": [ { "reset_points": {} } ] }
        """;

    private static readonly DefinitionSet Definitions = TestDefinitions.Set(TestDefinitions.Segment("vips", """{ "profile.vip_level": "gold" }"""), Rule);
    private static readonly long Inside = ActivityPeriodTests.Utc("2026-12-01T09:00:00Z");
    private static readonly TestEvent Bet = new("casino.bet") { Amount = 50 };

    [Fact]
    public void Rule_45_each_no_has_its_first_reason()
    {
        Assert.Null(Why(Bet));
        Assert.Equal(DecisionReason.NotInForce, Why(Bet, ruleId: "other"));
        Assert.Equal(DecisionReason.NotLive, Why(Bet, definitions: Definitions.Plus(Rule, status: "paused")));
        Assert.Equal(DecisionReason.Backfill, Why(Bet, arrival: BackfillMark.Backfilled));
        Assert.Equal(DecisionReason.TooDeep, Why(Bet, depth: 9));
        Assert.Equal(DecisionReason.OtherType, Why(Bet with { Type = "sport.bet" }));
        Assert.Equal(DecisionReason.OutsidePeriod, Why(Bet, at: "2027-01-01T00:00:00Z"));
        Assert.Equal(DecisionReason.NotInSegment, Why(Bet, membership: 0));
        Assert.Equal(DecisionReason.ConditionsNotMet, Why(Bet with { Amount = 49.99m }));
        Assert.Equal(DecisionReason.ConditionsNotMet, Why(Bet with { Amount = null }));
    }

    [Fact]
    public void Rule_45_the_qualification_is_asked_about_by_itself()
    {
        Assert.Null(Why(new TestEvent("deposit.approved"), role: FiringRoles.Qualification));
        Assert.Equal(DecisionReason.OtherType, Why(Bet, role: FiringRoles.Qualification));
    }

    [Fact]
    public void The_answer_agrees_with_what_matching_finds()
    {
        TestEvent[] events = [Bet, Bet with { Amount = 1 }, new("deposit.approved"), new("player.login")];
        foreach (var happened in events)
        {
            for (byte membership = 0; membership < 2; membership++)
            {
                var match = new MatchEvent();
                match.Live(Definitions, happened.Facts, [membership], Inside);
                var roles = match.Matched.IsEmpty ? FiringRoles.None : match.Matched[0].Roles;

                foreach (var role in new[] { FiringRoles.Trigger, FiringRoles.Qualification })
                    Assert.Equal((roles & role) != 0, Why(happened, membership: membership, role: role) is null);
            }
        }
    }

    [Fact]
    public void Every_reason_has_a_code_of_its_own()
    {
        var codes = Enum.GetValues<DecisionReason>().Select(DecisionReasons.CodeOf).ToArray();

        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[a-z_]+$", code));
    }

    private static DecisionReason? Why(
        TestEvent happened, DefinitionSet? definitions = null, string ruleId = "r", string? at = null, byte membership = 1, int depth = 0,
        BackfillMark arrival = BackfillMark.Live, FiringRoles role = FiringRoles.Trigger) =>
        WhyNotMatched.Of(definitions ?? Definitions, ruleId, happened.Facts, [membership], at is null ? Inside : ActivityPeriodTests.Utc(at), depth, arrival, role);
}
