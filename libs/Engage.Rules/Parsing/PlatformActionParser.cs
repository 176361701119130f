using Engage.Rules.Definitions;

namespace Engage.Rules.Parsing;

internal static class PlatformActionParser
{
    public static RuleAction? GivePoints(MappingReader reader) => new GivePoints(reader.RequirePositive("points", "points: 1"), reader.Text("wallet"));

    public static RuleAction? DeductPoints(MappingReader reader) => new DeductPoints(reader.RequirePositive("points", "points: 1"), reader.Flag("allow_negative"));

    public static RuleAction? ResetPoints(MappingReader reader) => new ResetPoints();

    public static RuleAction? GiveBonus(MappingReader reader) => new GiveBonus(reader.RequireName("bonus", "bonus: welcome-100"), reader.Flag("repeatable"));

    public static RuleAction? GiveMiniGame(MappingReader reader) =>
        new GiveMiniGame(reader.RequireName("mini_game", "mini_game: wheel"), reader.Integer("spins", 1, 1_000_000), reader.Flag("repeatable"));

    public static RuleAction? ChangeLevel(MappingReader reader) => new ChangeLevel(reader.RequireName("level", "level: gold"));

    public static RuleAction? GiveMission(MappingReader reader) => new GiveMission(reader.RequireName("mission", "mission: first-week"), reader.Flag("repeatable"));

    public static RuleAction? StartCampaign(MappingReader reader) => new StartCampaign(reader.RequireName("campaign", "campaign: spring"));

    public static RuleAction? StopCampaign(MappingReader reader) => new StopCampaign(reader.RequireName("campaign", "campaign: spring"));

    public static RuleAction? MarkPlayer(MappingReader reader) => new MarkPlayer(reader.RequireName("mark", "mark: big-winner"));

    public static RuleAction? UnmarkPlayer(MappingReader reader) => new UnmarkPlayer(reader.RequireName("mark", "mark: big-winner"));

    public static RuleAction? TagPlayer(MappingReader reader) => new TagPlayer(reader.RequireName("tag", "tag: slots-fan"));

    public static RuleAction? UntagPlayer(MappingReader reader) => new UntagPlayer(reader.RequireName("tag", "tag: slots-fan"));

    public static RuleAction? Webhook(MappingReader reader)
    {
        var endpointId = reader.RequireId("endpoint", "endpoint: my-endpoint");
        if (endpointId.Length > 0)
        {
            reader.Context.Refer(DefinitionKind.Endpoint, endpointId, reader.Find("endpoint")!, reader.PathOf("endpoint"), nameof(EndpointPurpose.Webhook));
        }

        var body = reader.RequireText("body", "body: '{\"player\": \"{{player.id}}\"}'");
        MessageTextParser.NoteTemplate(reader, "body", body);
        return new Webhook(endpointId, body);
    }
}
