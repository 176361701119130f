using System.Collections.Immutable;
using System.Globalization;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Turns a mapping into a <see cref="Condition"/>: an AND of its entries.</summary>
internal static class ConditionParser
{
    private const string Example = "{ amount: { gte: 100 } }";

    private static readonly string[] PlayerKeys = ["all", "any", "not", "in_segment", "tags", "count", "sum", "since_last", "never", "profile.<name>", "consents.<channel>"];
    private static readonly string[] EventKeys = ["all", "any", "not", "amount", "amounts.<name>", "currency", "type", "source", "attributes.<name>"];
    private static readonly string[] CountedEventKeys = ["all", "any", "not", "amount", "type", "source", "attributes.<name>"];

    /// <returns>Null, with a mistake noted, where there is nothing to judge.</returns>
    public static Condition? Parse(DefinitionNode node, string path, ConditionScope scope, ParseContext context)
    {
        if (node is not MappingNode mapping)
        {
            var hint = node is SequenceNode ? "; put the list under all: or any:" : $"; write {Example}";
            context.Error(node.Position, path, $"{node.Describe()} stands where a condition is expected{hint}");
            return null;
        }

        if (mapping.Entries.IsEmpty)
        {
            context.Error(node.Position, path, "the condition is empty; say what it tests or leave it out");
            return null;
        }

        var children = ImmutableArray.CreateBuilder<Condition>(mapping.Entries.Length);
        foreach (var entry in mapping.Entries)
        {
            if (ParseEntry(entry, Join(path, entry.Key), scope, context) is { } child) children.Add(child);
        }

        return children.Count == 1 ? children[0] : new AllOf(children.ToImmutable());
    }

    private static Condition? ParseEntry(MappingEntry entry, string path, ConditionScope scope, ParseContext context) => entry.Key switch
    {
        "all" => ParseList(entry.Value, path, scope, context) is { } children ? new AllOf(children) : null,
        "any" => ParseList(entry.Value, path, scope, context) is { } children ? new AnyOf(children) : null,
        "not" => Parse(entry.Value, path, scope, context) is { } inner ? new Not(inner) : null,
        "tags" when scope == ConditionScope.Player => TagsParser.Parse(entry.Value, path, context),
        "in_segment" when scope == ConditionScope.Player => ParseInSegment(entry.Value, path, context),
        "count" or "sum" or "since_last" or "never" when scope == ConditionScope.Player => HistoryParser.Parse(entry, path, context),
        _ => ParseField(entry, path, scope, context),
    };

    private static ImmutableArray<Condition>? ParseList(DefinitionNode node, string path, ConditionScope scope, ParseContext context)
    {
        if (node is not SequenceNode { Items.Length: > 0 } sequence)
        {
            var what = node is SequenceNode ? "an empty list" : node.Describe();
            context.Error(node.Position, path, $"{what} stands where a list of conditions is expected; write [{Example}, …] or one item per line with -");
            return null;
        }

        var children = ImmutableArray.CreateBuilder<Condition>(sequence.Items.Length);
        for (var i = 0; i < sequence.Items.Length; i++)
        {
            var itemPath = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (Parse(sequence.Items[i], itemPath, scope, context) is { } child) children.Add(child);
        }

        return children.ToImmutable();
    }

    private static InSegmentCondition? ParseInSegment(DefinitionNode node, string path, ParseContext context)
    {
        if (ScalarReader.Id(node, path, context) is not { } segmentId) return null;
        context.Refer(DefinitionKind.Segment, segmentId, node, path);
        return new InSegmentCondition(segmentId);
    }

    private static Condition? ParseField(MappingEntry entry, string path, ConditionScope scope, ParseContext context)
    {
        if (FieldParser.Parse(entry.Key) is not { } field)
        {
            var known = KnownKeys(scope);
            context.Error(entry.KeyPosition, path, $"unknown condition '{entry.Key}'{Suggestion.For(entry.Key, known)}");
            return null;
        }

        if (!IsAllowed(field.Kind, scope))
        {
            context.Error(entry.KeyPosition, path, $"'{entry.Key}' cannot be tested here, only {string.Join(", ", KnownKeys(scope))}{ScopeHint(field, scope)}");
            return null;
        }

        return ComparisonParser.Parse(entry.Value, path, FieldParser.TypeOf(field.Kind), context) is { } comparisons
            ? Combine(comparisons.Select(comparison => new FieldCondition(field, comparison)))
            : null;
    }

    /// <summary>One condition as it is, several as an AND.</summary>
    public static Condition? Combine(IEnumerable<Condition> conditions)
    {
        var all = conditions.ToImmutableArray();
        return all.Length switch { 0 => null, 1 => all[0], _ => new AllOf(all) };
    }

    private static bool IsAllowed(FieldKind kind, ConditionScope scope) => scope switch
    {
        ConditionScope.Event => kind is not (FieldKind.Profile or FieldKind.Consent),
        ConditionScope.CountedEvent => kind is FieldKind.Amount or FieldKind.Type or FieldKind.Source or FieldKind.Attribute,
        _ => kind is FieldKind.Profile or FieldKind.Consent,
    };

    private static string[] KnownKeys(ConditionScope scope) => scope switch
    {
        ConditionScope.Event => EventKeys,
        ConditionScope.CountedEvent => CountedEventKeys,
        _ => PlayerKeys,
    };

    private static string ScopeHint(FieldRef field, ConditionScope scope) => (field.IsOfEvent, scope) switch
    {
        (false, ConditionScope.Event) => "; what is known of the player belongs in the rule's segment",
        (true, ConditionScope.Player) => "; what is known of the event belongs in the trigger's where",
        _ => "",
    };

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
