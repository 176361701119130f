using System.Text;
using Engage.Rules.Identity;

namespace Engage.Rules.Tests.Identity;

public sealed class DecisionIdsTests
{
    [Fact]
    public void An_id_has_the_shape_of_a_version_8_uuid_in_lower_case()
    {
        var id = Execution("r", "p", "wallet", "1", "bet").ToString();

        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id);
    }

    [Fact]
    public void Ids_are_pinned_because_a_changed_derivation_would_repeat_every_reward()
    {
        var execution = Execution("wagering-points", "player-1", "casino-wallet", "bet-1", "casino.bet");

        Assert.Equal("55a06d7c-ac94-8499-b540-4844c12f9c44", execution.ToString());
        Assert.Equal("0606d9c5-a518-8c4d-bae0-d90dd5aa399a", DecisionIds.Action(execution, 0).ToString());
        Assert.Equal("d296ade0-7c98-86e5-9421-a19a3c3459a2", DecisionIds.Delivery(DecisionIds.Action(execution, 0)).ToString());
    }

    [Fact]
    public void Moving_a_byte_between_neighbouring_parts_gives_another_id()
    {
        Assert.NotEqual(Execution("r", "p", "ab", "c", "t"), Execution("r", "p", "a", "bc", "t"));
        Assert.NotEqual(Execution("rp", "", "s", "1", "t"), Execution("r", "p", "s", "1", "t"));
    }

    [Fact]
    public void Rule_player_source_id_and_type_each_make_a_difference()
    {
        DecisionId[] ids =
        [
            Execution("r", "p", "s", "1", "t"), Execution("R", "p", "s", "1", "t"), Execution("r", "P", "s", "1", "t"),
            Execution("r", "p", "S", "1", "t"), Execution("r", "p", "s", "2", "t"), Execution("r", "p", "s", "1", "T"),
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void A_derived_event_has_an_id_of_its_own_per_tag_and_per_type_of_its_cause()
    {
        DecisionId[] ids =
        [
            Derived("deposit", "tag.added", "vip"), Derived("deposit", "tag.added", "new"), Derived("deposit", "tag.removed", "vip"),
            Derived("login", "tag.added", "vip"), Execution("r", "p", "s", "1", "deposit"),
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Actions_of_an_execution_differ_by_position_and_a_delivery_differs_from_its_action()
    {
        var execution = Execution("r", "p", "s", "1", "t");
        var first = DecisionIds.Action(execution, 0);

        Assert.NotEqual(first, DecisionIds.Action(execution, 1));
        Assert.NotEqual(first, execution);
        Assert.NotEqual(first, DecisionIds.Delivery(first));
    }

    [Fact]
    public void A_run_is_one_execution_per_rule_and_player()
    {
        var id = DecisionIds.ExecutionOfRun("monday"u8, "p"u8, "monday/2026-12-07T08:00:00Z"u8);

        Assert.Equal(id, DecisionIds.ExecutionOfRun("monday"u8, "p"u8, "monday/2026-12-07T08:00:00Z"u8));
        Assert.NotEqual(id, DecisionIds.ExecutionOfRun("monday"u8, "q"u8, "monday/2026-12-07T08:00:00Z"u8));
        Assert.NotEqual(id, DecisionIds.ExecutionOfRun("monday"u8, "p"u8, "monday/2026-12-14T08:00:00Z"u8));
    }

    [Fact]
    public void The_text_form_round_trips_and_equals_its_ascii_form()
    {
        var id = Execution("r", "p", "s", "1", "t");
        Span<byte> ascii = stackalloc byte[DecisionId.TextLength];
        id.WriteText(ascii);

        Assert.Equal(id.ToString(), Encoding.ASCII.GetString(ascii));
        Assert.True(DecisionId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
        Assert.False(DecisionId.TryParse("not an id", out _));
    }

    private static DecisionId Execution(string rule, string player, string source, string id, string type) =>
        DecisionIds.ExecutionOfEvent(Utf8(rule), Utf8(player), new EventIdentity(Utf8(source), Utf8(id), Utf8(type)));

    private static DecisionId Derived(string causeType, string derivedType, string tag) =>
        DecisionIds.ExecutionOfDerived("r"u8, "p"u8, new EventIdentity("s"u8, "1"u8, Utf8(causeType)), Utf8(derivedType), Utf8(tag));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
