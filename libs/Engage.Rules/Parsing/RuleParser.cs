using System.Collections.Immutable;
using Engage.Rules.Definitions;

namespace Engage.Rules.Parsing;

internal static class RuleParser
{
    public const int MaxActions = 20;

    private static readonly string[] RealTimeOnly = ["accumulate", "qualification", "active"];
    private static readonly string[] ScheduledOnly = ["extra_conditions", "recheck", "speed"];

    public static Rule? Parse(MappingReader reader, DocumentHead head)
    {
        CheckKind(reader);
        var rule = new Rule
        {
            Id = head.Id,
            Name = head.Name,
            Status = head.Status,
            SegmentId = ParseSegment(reader),
            Trigger = TriggerParser.Parse(reader),
            Schedule = reader.Find("schedule") is { } schedule ? ScheduleParser.Parse(schedule, "schedule", reader.Context) : null,
            Accumulate = reader.Find("accumulate") is { } accumulate ? AccumulateParser.Parse(accumulate, "accumulate", reader.Context) : null,
            Qualification = reader.Find("qualification") is { } qualification ? QualificationParser.Parse(qualification, "qualification", reader.Context) : null,
            Active = reader.Find("active") is { } active ? PeriodParser.ParseActive(active, "active", reader.Context) : null,
            OnceInALifetime = reader.Flag("once_in_a_lifetime"),
            ExtraConditions = reader.Find("extra_conditions") is { } extra
                ? ConditionParser.Parse(extra, "extra_conditions", ConditionScope.Player, reader.Context)
                : null,
            Recheck = reader.Flag("recheck"),
            PlayersPerMinute = reader.Integer("speed", 1, 10_000_000),
            Actions = ParseActions(reader),
        };
        return (rule.Trigger is null && rule.Schedule is null) || rule.Actions.IsEmpty ? null : rule;
    }

    private static void CheckKind(MappingReader reader)
    {
        switch (reader.Has("trigger"), reader.Has("schedule"))
        {
            case (true, true):
                reader.ErrorAt("schedule", "a rule has a trigger or a schedule, not both; make it two rules");
                break;
            case (false, false):
                // A misspelt key is reported as such, with the right one suggested.
                if (reader.Node.Entries.Any(entry => Suggestion.Nearest(entry.Key, ["trigger", "schedule"]) is not null)) break;
                reader.Context.Error(reader.Node.Position, "", "the rule has neither trigger nor schedule; add trigger: { event: casino.bet } or schedule: { daily_at: \"09:00\" }");
                break;
            case (false, true):
                foreach (var key in RealTimeOnly.Where(key => reader.Node.Find(key) is not null)) reader.ErrorAt(key, ScheduledHint(key));
                break;
            case (true, false):
                foreach (var key in ScheduledOnly.Where(key => reader.Node.Find(key) is not null))
                {
                    reader.ErrorAt(key, $"only scheduled rules take {key}; {(key == "extra_conditions" ? "put it into the rule's segment" : "leave it out")}");
                }

                break;
        }
    }

    private static string ScheduledHint(string key) => key == "active"
        ? "a scheduled rule takes no active; put from, until and days into its schedule"
        : $"a scheduled rule takes no {key}; only triggers have one";

    private static string ParseSegment(MappingReader reader)
    {
        if (reader.Find("segment") is not { } node) return DefinitionNames.Everyone;
        if (ScalarReader.Id(node, "segment", reader.Context) is not { } id) return DefinitionNames.Everyone;
        reader.Context.Refer(DefinitionKind.Segment, id, node, "segment");
        return id;
    }

    private static ImmutableArray<RuleAction> ParseActions(MappingReader reader)
    {
        if (reader.Require("actions", "actions: [ give_points: { points: 1 } ]") is null) return [];

        var items = reader.Items("actions", "- give_points: { points: 1 }");
        if (items.Length > MaxActions) reader.ErrorAt("actions", $"{items.Length} actions are more than {MaxActions}; make it several rules");
        var actions = ImmutableArray.CreateBuilder<RuleAction>(items.Length);
        foreach (var (node, path) in items)
        {
            if (ActionParser.Parse(node, path, reader.Context) is { } action) actions.Add(action);
        }

        return actions.ToImmutable();
    }
}
