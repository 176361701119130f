using System.Globalization;
using System.Text.Json.Nodes;
using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests.Generated;

/// <summary>Draws actions of every type, and writes them as a rule has them.</summary>
internal sealed class ActionMaker(Random random)
{
    public static readonly string[] Types =
    [
        "give_points", "deduct_points", "reset_points", "give_bonus", "give_mini_game", "change_level", "give_mission", "start_campaign", "stop_campaign", "mark_player", "unmark_player",
        "tag_player", "untag_player", "send_slack", "send_sms", "send_email", "webhook",
    ];

    private static readonly string[] Paths =
    [
        "player.id", "player.first_name", "player.language", "player.score", "player.vip", "player.nothing", "event.id", "event.type", "event.source", "event.amount", "event.currency", "event.occurred_at",
        "event.amounts.bonus", "event.attributes.note", "event.attributes.count", "event.attributes.ratio", "event.attributes.born", "event.attributes.missing", "event.nonsense", "rule.id", "rule.name",
        "rule.version", "execution.times", "execution.amount", "execution.currency", "execution.decided_at", "execution.run_id",
    ];

    public ActionModel Draw()
    {
        var type = Pick(Types);
        var action = new ActionModel(type, Gives(type), Texts(type))
        {
            Points = type is "give_points" or "deduct_points" ? random.Next(1, 1000) / 100m : null,
            Repeatable = type is "give_bonus" or "give_mini_game" or "give_mission" && random.Next(2) == 0,
            MaxAge = Limit(),
            ExpiresAfter = Limit(),
            To = type switch
            {
                "send_slack" => Pick("#wins", "@john.doe"),
                "send_sms" => random.Next(2) == 0 ? "+4790000001" : null,
                "send_email" => random.Next(2) == 0 ? "vip@casino.example" : null,
                _ => null,
            },
        };
        return action with { HasStopText = action.To is null || random.Next(2) == 0 };
    }

    public static JsonObject Body(ActionModel action)
    {
        var options = new JsonObject();
        foreach (var (name, value) in action.Gives) options[name] = name == "spins" ? int.Parse(value, CultureInfo.InvariantCulture) : name == "allow_negative" ? true : value;
        foreach (var (name, pieces) in action.Texts) options[name] = string.Concat(pieces.Select(piece => piece.Written));
        if (action.Points is { } points) options["points"] = points;
        if (action.Repeatable) options["repeatable"] = true;
        if (action.To is not null) options["to"] = action.To;
        if (action.Type is "send_sms" or "send_email") options["override_consent"] = true;
        if (!action.HasStopText && action.Type == "send_sms") options["remove_stop_text"] = true;
        if (action.MaxAge is { } age) options["max_age"] = age == "none" ? age : age + "s";
        if (action.ExpiresAfter is { } after) options["expires_after"] = after == "none" ? after : after + "s";
        return new JsonObject { [action.Type] = options };
    }

    private Dictionary<string, string> Gives(string type) => type switch
    {
        "give_points" => random.Next(2) == 0 ? [] : new() { ["wallet"] = Name() },
        "deduct_points" => random.Next(2) == 0 ? [] : new() { ["allow_negative"] = "true" },
        "give_bonus" => new() { ["bonus"] = Name() },
        "give_mini_game" => random.Next(2) == 0 ? new() { ["mini_game"] = Name() } : new() { ["mini_game"] = Name(), ["spins"] = random.Next(1, 9).ToString(CultureInfo.InvariantCulture) },
        "change_level" => new() { ["level"] = Name() },
        "give_mission" => new() { ["mission"] = Name() },
        "start_campaign" or "stop_campaign" => new() { ["campaign"] = Name() },
        "mark_player" or "unmark_player" => new() { ["mark"] = Name() },
        "tag_player" or "untag_player" => new() { ["tag"] = Name() },
        "webhook" => new() { ["endpoint"] = Pick("crm", "spring-2026") },
        _ => [],
    };

    private Dictionary<string, Piece[]> Texts(string type) => type switch
    {
        "send_slack" or "send_sms" => new() { ["text"] = Text() },
        "send_email" => random.Next(2) == 0 ? new() { ["subject"] = Text(), ["text"] = Text() } : new() { ["subject"] = Text(), ["text"] = Text(), ["html"] = Text() },
        "webhook" => new() { ["body"] = Text() },
        _ => [],
    };

    private Piece[] Text() => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(3) == 0 ? new Piece(Pick("Hello ", " & <b>", "{ \"a\": ", "\n"), null, [], null) : Variable())];

    private Piece Variable()
    {
        string[] filters = [.. Enumerable.Range(0, random.Next(8) switch { < 4 => 0, < 7 => 1, _ => 2 }).Select(_ => Pick("money", "number", "date", "upper", "lower", "truncate:3", "truncate:40"))];
        return new Piece("", Pick(Paths), filters, random.Next(3) == 0 ? Pick("somebody", "you & <I>", "") : null);
    }

    private string? Limit() => random.Next(6) switch { 0 => "none", 1 => random.Next(60, 10_000).ToString(CultureInfo.InvariantCulture), _ => null };

    private string Name() => Pick("gold", "spring-2026", "Wheel of Å", "x");

    private T Pick<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
