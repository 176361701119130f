using System.Globalization;
using System.Text.Json.Nodes;

namespace Engage.Properties.Tests.Model;

/// <summary>The models as the bodies of definitions.</summary>
internal static class Bodies
{
    public static string Of(RuleModel rule)
    {
        var trigger = new JsonObject { ["event"] = rule.Type };
        if (Where(rule.Where) is { } where) trigger["where"] = where;
        if (rule.ReversalsOnly) trigger["reversals"] = "only";
        var body = new JsonObject { ["kind"] = "rule", ["id"] = rule.Id, ["trigger"] = trigger, ["once_in_a_lifetime"] = rule.Once };
        if (rule.Text.Length > 0) body["name"] = rule.Text;
        if (rule.Segment is not null) body["segment"] = rule.Segment;
        if (Accumulate(rule) is { } accumulate) body["accumulate"] = accumulate;
        if (rule.Qualification is { } qualification) body["qualification"] = Of(qualification);
        if (Active(rule) is { Count: > 0 } active) body["active"] = active;
        body["actions"] = new JsonArray([.. rule.Effects.Select(effect => (JsonNode)(effect.Kind == "points"
            ? new JsonObject { ["give_points"] = new JsonObject { ["points"] = effect.Points } }
            : new JsonObject { [effect.Kind + "_player"] = new JsonObject { ["tag"] = effect.Tag } }))]);
        return body.ToJsonString();
    }

    public static string Of(string id, Condition condition) =>
        new JsonObject { ["kind"] = "segment", ["id"] = id, ["where"] = Of(condition) }.ToJsonString();

    private static JsonObject? Accumulate(RuleModel rule)
    {
        if (rule.Count is null && rule.Every is null) return null;
        var accumulate = rule.Count is { } count
            ? new JsonObject { ["count"] = count }
            : new JsonObject { ["field"] = new JsonArray([.. rule.Fields.Select(field => (JsonNode)field)]), ["every"] = Amounts(rule.Every!) };
        accumulate["max_executions_per_event"] = rule.Cap;
        accumulate["overflow"] = rule.Carries ? "carry" : "discard";
        accumulate["on_step_change"] = rule.OnStepChange;
        return accumulate;
    }

    private static JsonObject Of(Qualifying qualification)
    {
        var body = new JsonObject { ["event"] = qualification.Type, ["requalify"] = qualification.Restarts ? "restart" : "ignore" };
        if (Where(qualification.Where) is { } where) body["where"] = where;
        if (qualification.PeriodSeconds is { } period) body["period"] = period + "s";
        if (qualification.Iterations is { } iterations) body["iterations"] = iterations;
        return body;
    }

    private static JsonObject Active(RuleModel rule)
    {
        var active = new JsonObject();
        if (rule.From is { } from) active["from"] = Instant(from);
        if (rule.Until is { } until) active["until"] = Instant(until);
        if (rule.Days is { } days) active["days"] = new JsonArray([.. days.Select(day => (JsonNode)day.ToString()[..3].ToLowerInvariant())]);
        if (active.Count > 0) active["time_zone"] = rule.Zone;
        return active;
    }

    private static string Instant(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject? Where(Filter filter)
    {
        var where = new JsonObject();
        if (filter.Game is not null) where["attributes.game"] = filter.Game;
        if (filter.AtLeast is not null) where["amount"] = new JsonObject { ["gte"] = Amounts(filter.AtLeast) };
        if (filter.AtLeastEuros is { } euros) where["amount"] = new JsonObject { ["gte"] = euros, ["currency"] = "EUR" };
        return where.Count == 0 ? null : where;
    }

    private static JsonNode Of(Condition condition) => condition switch
    {
        All all => new JsonObject { ["all"] = new JsonArray([.. all.Children.Select(Of)]) },
        Any any => new JsonObject { ["any"] = new JsonArray([.. any.Children.Select(Of)]) },
        Not not => new JsonObject { ["not"] = Of(not.Inner) },
        InSegment segment => new JsonObject { ["in_segment"] = segment.Id },
        HasTag tag => new JsonObject { ["tags"] = new JsonObject { ["has"] = tag.Tag } },
        Profile profile => new JsonObject { ["profile." + profile.Name] = profile.Value },
        Consent => new JsonObject { ["consents.email"] = true },
        Counted counted => new JsonObject { ["count"] = History(counted.Type, counted.Game, counted.WithinSeconds, new() { [counted.Operator] = counted.Bound }) },
        Summed summed => new JsonObject { ["sum"] = History(summed.Type, summed.Game, summed.WithinSeconds, Bounds(summed)) },
        SinceLast last => new JsonObject { ["since_last"] = History(last.Type, last.Game, null, new() { [last.Operator] = last.Seconds + "s", ["before"] = last.Before }) },
        Never never => new JsonObject { ["never"] = History(never.Type, never.Game, null, []) },
        _ => throw new InvalidOperationException($"{condition} has no body."),
    };

    private static JsonObject Bounds(Summed summed) => summed.Bounds.TryGetValue("=EUR", out var euros)
        ? new JsonObject { ["field"] = summed.Field, [summed.Operator] = euros, ["currency"] = "EUR" }
        : new JsonObject { ["field"] = summed.Field, [summed.Operator] = Amounts(summed.Bounds) };

    private static JsonObject History(string type, string? game, long? within, JsonObject body)
    {
        body["event"] = type;
        if (game is not null) body["where"] = new JsonObject { ["attributes.game"] = game };
        if (within is { } seconds) body["within"] = seconds + "s";
        return body;
    }

    private static JsonObject Amounts(Dictionary<string, decimal> amounts) => new(amounts.Select(amount => KeyValuePair.Create(amount.Key, (JsonNode?)amount.Value)));
}
