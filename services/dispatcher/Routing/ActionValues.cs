using System.Globalization;
using Engage.Contracts;
using Engage.Rules.Templates;
using Action = Engage.Contracts.Action;

namespace Engage.Dispatcher.Routing;

/// <summary>What a template's paths stand for: the player as of now, the event that decided, rule and execution.</summary>
internal sealed class ActionValues(Action action, PlayerProfile profile, PlayerEvent? playerEvent, string? ruleName) : ITemplateValues
{
    public string? TimeZone => PlayerContacts.Text(profile, "time_zone");

    private string? Currency => playerEvent?.Currency ?? action.Currency ?? PlayerContacts.Text(profile, "currency")?.ToUpperInvariant();

    public TemplateValue? Find(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var name = path[(dot + 1)..];
        return path[..Math.Max(dot, 0)] switch
        {
            "player" => name == "id" ? new TemplateValue.Text(action.PlayerId) : Attribute(profile.Attributes, name),
            "event" => playerEvent is null ? null : Event(playerEvent, name),
            "rule" => Rule(name),
            "execution" => Execution(name),
            _ => null,
        };
    }

    private TemplateValue? Event(PlayerEvent happened, string name) => name switch
    {
        "id" => new TemplateValue.Text(happened.EventId),
        "type" => new TemplateValue.Text(happened.Type),
        "source" => new TemplateValue.Text(happened.Source),
        "occurred_at" => new TemplateValue.Moment(happened.OccurredAtMicros),
        "amount" => happened.Amount is { } amount ? new TemplateValue.Money(amount, Currency) : null,
        "currency" => Currency is { } currency ? new TemplateValue.Text(currency) : null,
        _ when name.StartsWith("amounts.", StringComparison.Ordinal) => happened.Amounts.TryGetValue(name["amounts.".Length..], out var part) ? new TemplateValue.Money(part, Currency) : null,
        _ when name.StartsWith("attributes.", StringComparison.Ordinal) => Attribute(happened.Attributes, name["attributes.".Length..]),
        _ => null,
    };

    private TemplateValue? Rule(string name) => name switch
    {
        "id" => new TemplateValue.Text(action.RuleId),
        "name" => new TemplateValue.Text(ruleName ?? action.RuleId),
        "version" => new TemplateValue.Number(action.RuleVersion),
        _ => null,
    };

    private TemplateValue? Execution(string name) => name switch
    {
        "id" => new TemplateValue.Text(action.ExecutionId),
        "times" => new TemplateValue.Number(action.Times),
        "amount" => action.Amount is { } amount ? new TemplateValue.Money(amount, action.Currency) : null,
        "currency" => action.Currency is { } currency ? new TemplateValue.Text(currency) : null,
        "run_id" => action.RunId is { } run ? new TemplateValue.Text(run) : null,
        "occurred_at" => new TemplateValue.Moment(action.OccurredAtMicros),
        "decided_at" => new TemplateValue.Moment(action.DecidedAtMicros),
        _ => null,
    };

    private static TemplateValue? Attribute(IReadOnlyDictionary<string, AttributeValue> attributes, string name)
    {
        if (!attributes.TryGetValue(name, out var value)) return null;
        return value.Kind switch
        {
            AttributeKind.Null => null,
            AttributeKind.Boolean => new TemplateValue.Truth(value.Boolean),
            AttributeKind.Long => new TemplateValue.Number(value.Long),
            AttributeKind.Double when decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => new TemplateValue.Number(number),
            _ => new TemplateValue.Text(value.ToString()),
        };
    }
}
