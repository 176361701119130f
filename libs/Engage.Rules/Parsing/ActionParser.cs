using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Reads one item of <c>actions</c>: a mapping with one key, the action's type.</summary>
internal static class ActionParser
{
    private static readonly Dictionary<string, Func<MappingReader, RuleAction?>> Parsers = new(StringComparer.Ordinal)
    {
        ["give_points"] = PlatformActionParser.GivePoints,
        ["deduct_points"] = PlatformActionParser.DeductPoints,
        ["reset_points"] = PlatformActionParser.ResetPoints,
        ["give_bonus"] = PlatformActionParser.GiveBonus,
        ["give_mini_game"] = PlatformActionParser.GiveMiniGame,
        ["change_level"] = PlatformActionParser.ChangeLevel,
        ["give_mission"] = PlatformActionParser.GiveMission,
        ["start_campaign"] = PlatformActionParser.StartCampaign,
        ["stop_campaign"] = PlatformActionParser.StopCampaign,
        ["mark_player"] = PlatformActionParser.MarkPlayer,
        ["unmark_player"] = PlatformActionParser.UnmarkPlayer,
        ["tag_player"] = PlatformActionParser.TagPlayer,
        ["untag_player"] = PlatformActionParser.UntagPlayer,
        ["webhook"] = PlatformActionParser.Webhook,
        ["send_slack"] = MessageActionParser.SendSlack,
        ["send_sms"] = MessageActionParser.SendSms,
        ["send_email"] = MessageActionParser.SendEmail,
    };

    /// <summary>Every action type, for suggestions and the editors' schema.</summary>
    public static IReadOnlyCollection<string> Types => Parsers.Keys;

    public static RuleAction? Parse(DefinitionNode node, string path, ParseContext context)
    {
        if (MappingReader.Open(node, path, context, "- give_points: { points: 1 }") is not { } item) return null;
        if (item.Node.Entries is not [var entry])
        {
            context.Error(node.Position, path, "an action is one type with its options; put the options under the type and each action into an item of its own");
            return null;
        }

        if (!Parsers.TryGetValue(entry.Key, out var parse))
        {
            context.Error(entry.KeyPosition, path, $"unknown action '{entry.Key}'{Suggestion.For(entry.Key, Types)}");
            return null;
        }

        var options = entry.Value is NullNode && entry.Key == "reset_points" ? new MappingNode(entry.Value.Position, []) : entry.Value;
        if (MappingReader.Open(options, $"{path}.{entry.Key}", context, $"{entry.Key}: {{ … }}") is not { } reader) return null;

        var action = parse(reader);
        var defaults = ActionLimits.DefaultsFor(entry.Key);
        var maxAge = ParseLimit(reader, "max_age", defaults.MaxAgeMicros);
        var expiresAfter = ParseLimit(reader, "expires_after", defaults.ExpiresAfterMicros);
        reader.Finish();
        return action is null ? null : action with { MaxAgeMicros = maxAge, ExpiresAfterMicros = expiresAfter };
    }

    private static long? ParseLimit(MappingReader reader, string key, long? absent) => reader.Find(key) switch
    {
        null => absent,
        TextNode { Value: "none" } => null,
        var node => ScalarReader.Duration(node, reader.PathOf(key), reader.Context) ?? absent,
    };
}
