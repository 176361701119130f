using System.Collections.Immutable;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

internal static class PolicyParser
{
    private static readonly (string Text, string Channel)[] Channels = [("sms", "sms"), ("email", "email")];

    public static Policy? Parse(MappingReader reader, DocumentHead head) => new Policy
    {
        Id = head.Id,
        Name = head.Name,
        Status = head.Status,
        QuietHours = reader.Find("quiet_hours") is { } node ? ParseQuietHours(node, reader.Context) : null,
        Caps = [.. reader.Items("caps", "[{ channel: sms, max: 2, within: 24h }]").Select(item => ParseCap(item.Node, item.Path, reader.Context)).OfType<FrequencyCap>()],
        Budgets = [.. reader.Items("budgets", "[{ rule: \"*\", max: 10000, within: 1h }]").Select(item => ParseBudget(item.Node, item.Path, reader.Context)).OfType<Budget>()],
        Markets = ParseMarkets(reader),
    };

    private static QuietHours? ParseQuietHours(DefinitionNode node, ParseContext context)
    {
        const string path = "quiet_hours";
        if (MappingReader.Open(node, path, context, "{ channels: [sms], from: \"22:00\", until: \"08:00\" }") is not { } reader) return null;

        var channels = ImmutableArray.CreateBuilder<string>();
        if (reader.Require("channels", "channels: [sms, email]") is not null)
        {
            foreach (var (item, itemPath) in reader.Items("channels", "[sms, email]"))
            {
                var channel = ScalarReader.Choice<string>(item, itemPath, context, "", Channels);
                if (channel.Length > 0 && !channels.Contains(channel)) channels.Add(channel);
            }
        }

        var from = reader.Require("from", "from: \"22:00\"") is { } fromNode ? TimeParser.TimeOfDay(fromNode, reader.PathOf("from"), context) : null;
        var until = reader.Require("until", "until: \"08:00\"") is { } untilNode ? TimeParser.TimeOfDay(untilNode, reader.PathOf("until"), context) : null;
        var zone = reader.Find("time_zone") is { } zoneNode ? TimeParser.Zone(zoneNode, reader.PathOf("time_zone"), context) : null;
        if (from is not null && from == until) reader.ErrorAt("until", "from and until are equal; quiet hours of a whole day would hold every message");
        reader.Finish();
        return from is { } start && until is { } end && channels.Count > 0 ? new QuietHours(channels.ToImmutable(), start, end, zone ?? "UTC") : null;
    }

    private static FrequencyCap? ParseCap(DefinitionNode node, string path, ParseContext context)
    {
        if (MappingReader.Open(node, path, context, "{ channel: sms, max: 2, within: 24h }") is not { } reader) return null;
        var cap = new FrequencyCap(
            reader.RequireChoice<string>("channel", "channel: sms", Channels),
            reader.RequireInteger("max", 1, int.MaxValue, "max: 2"),
            reader.RequireDuration("within", "within: 24h"));
        reader.Finish();
        return cap;
    }

    private static Budget? ParseBudget(DefinitionNode node, string path, ParseContext context)
    {
        if (MappingReader.Open(node, path, context, "{ rule: \"*\", max: 10000, within: 1h }") is not { } reader) return null;
        var ruleId = ParseBudgetRule(reader);
        var budget = new Budget(ruleId, reader.RequireInteger("max", 1, int.MaxValue, "max: 10000"), reader.RequireDuration("within", "within: 1h"));
        reader.Finish();
        return budget;
    }

    private static string? ParseBudgetRule(MappingReader reader)
    {
        if (reader.Require("rule", "rule: \"*\"") is not { } node || node is TextNode { Value: "*" }) return null;
        if (ScalarReader.Id(node, reader.PathOf("rule"), reader.Context) is not { } id) return null;
        reader.Context.Refer(DefinitionKind.Rule, id, node, reader.PathOf("rule"));
        return id;
    }

    private static ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, AllowedClasses>> ParseMarkets(MappingReader policy)
    {
        var markets = ImmutableSortedDictionary.CreateBuilder<string, ImmutableSortedDictionary<string, AllowedClasses>>(StringComparer.Ordinal);
        if (policy.Find("markets") is not { } node) return markets.ToImmutable();
        if (MappingReader.Open(node, "markets", policy.Context, "{ SE: { sms: transactional } }") is not { } names) return markets.ToImmutable();

        foreach (var entry in names.Node.Entries)
        {
            if (MappingReader.Open(entry.Value, names.PathOf(entry.Key), policy.Context, "{ sms: transactional }") is not { } reader) continue;
            var channels = ImmutableSortedDictionary.CreateBuilder<string, AllowedClasses>(StringComparer.Ordinal);
            foreach (var (channel, _) in Channels)
            {
                if (reader.Find(channel) is { } classes) channels[channel] = ParseClasses(classes, reader.PathOf(channel), policy.Context);
            }

            reader.Finish();
            markets[entry.Key.ToUpperInvariant()] = channels.ToImmutable();
        }

        return markets.ToImmutable();
    }

    private static AllowedClasses ParseClasses(DefinitionNode node, string path, ParseContext context)
    {
        if (node is not SequenceNode list)
        {
            return ScalarReader.Choice(
                node, path, context, AllowedClasses.None,
                ("none", AllowedClasses.None), ("marketing", AllowedClasses.Marketing), ("transactional", AllowedClasses.Transactional), ("all", AllowedClasses.All));
        }

        var allowed = AllowedClasses.None;
        foreach (var item in list.Items)
        {
            allowed |= ScalarReader.Choice(item, path, context, AllowedClasses.None, ("marketing", AllowedClasses.Marketing), ("transactional", AllowedClasses.Transactional));
        }

        return allowed;
    }
}
