using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Engage.Cli.Definitions;
using Engage.Contracts;
using Engage.Dispatcher.Routing;
using Engage.Properties.Tests.Model;
using Engage.Properties.Tests.Oracle.Answers;
using Engage.Rules.Definitions;
using Action = Engage.Contracts.Action;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Properties.Tests.Generated;

/// <summary>Semantics 3: every type of action, with what it gives, how often, until when, and what it says.</summary>
public sealed class Actions
{
    private static readonly (string Zone, TimeSpan Ahead)[] Zones = [("Europe/Stockholm", TimeSpan.FromHours(1)), ("Asia/Kathmandu", new TimeSpan(5, 45, 0)), ("nowhere", TimeSpan.Zero)];

    [Fact]
    public void Rule_3_every_action_of_a_list_is_decided_as_it_is_written_and_says_what_its_template_says()
    {
        var (types, ends) = (new ConcurrentDictionary<string, int>(), new ConcurrentDictionary<string, int>());
        Cases.Hold("actions", seed =>
        {
            var random = new Random(seed);
            var maker = new ActionMaker(random);
            ActionModel[] list = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => maker.Draw())];
            using var pipeline = new Pipeline(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
            var (name, step) = (random.Next(2) == 0 ? "Of <December>" : null, random.Next(2) == 0 ? random.Next(6, 60) : (int?)null);
            pipeline.Define("rule", "r", 1, Rule(list, name, step));
            pipeline.PutInForce();
            var (zone, ahead) = Zones[random.Next(Zones.Length)];
            var (player, happened) = (Player(random, zone), Event(random, pipeline.NowMicros));
            pipeline.Append(player);
            pipeline.Append(happened);
            var decided = pipeline.Run();

            var executions = step is { } every ? (int)Math.Floor(happened.Amount!.Value / every) : 1;
            if (executions == 0) return decided.Count == 0 ? null : "nothing was to be decided";
            if (decided.Count != list.Length) return $"{decided.Count} actions of {list.Length} of {Rule(list, name, step)}";
            var routes = new Routes(pipeline);
            for (var at = 0; at < list.Length; at++)
            {
                var (action, row) = (list[at], decided[at]);
                if (row.ActionIndex != at) return $"action {at} stands at {row.ActionIndex}";
                var expectedRow = NaiveActions.Row(action, executions, happened.OccurredAtMicros, pipeline.NowMicros);
                if (expectedRow != RowOf(row)) return $"\n expected {expectedRow}\n was      {RowOf(row)}\n of {ActionMaker.Body(action)}";
                types.AddOrUpdate(action.Type, 1, (_, count) => count + 1);
                if (action.Texts.Count == 0) continue;

                var texts = new NaiveTexts(Facts(player, happened, name, step is null ? null : happened.Amount, row, pipeline.NowMicros), ahead);
                var isTooOld = NaiveActions.IsTooOld(action, happened.OccurredAtMicros, pipeline.NowMicros);
                var expected = NaiveActions.Message(action, texts, isTooOld, Text(player, "language"));
                var said = routes.Said(row);
                if (expected != said) return $"\n expected {expected}\n was      {said}\n of {ActionMaker.Body(action)}";
                ends.AddOrUpdate(said.Split(':', ' ')[said.StartsWith("to ", StringComparison.Ordinal) ? 0 : 1], 1, (_, count) => count + 1);
            }

            return null;
        });

        Assert.True(Cases.IsSingle || types.Count == ActionMaker.Types.Length, string.Join(' ', ActionMaker.Types.Except(types.Keys)));
        foreach (var end in new[] { "to", "max_age", "missing_variable", "bad_value", "no_text" }) Cases.Prove($"messages that end as {end}", ends.GetValueOrDefault(end), Cases.Count / 50);
    }

    private static string Rule(ActionModel[] list, string? name, int? step)
    {
        var body = new JsonObject { ["kind"] = "rule", ["id"] = "r", ["trigger"] = new JsonObject { ["event"] = "casino.bet" }, ["actions"] = new JsonArray([.. list.Select(ActionMaker.Body)]) };
        if (name is not null) body["name"] = name;
        if (step is not null) body["accumulate"] = new JsonObject { ["field"] = "amount", ["every"] = step };
        return body.ToJsonString();
    }

    private static PlayerEvent Player(Random random, string zone) => new()
    {
        Source = "crm",
        EventId = "profile",
        Type = "player.updated",
        PlayerId = "ada",
        OccurredAtMicros = new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000,
        Update = new PlayerUpdate
        {
            Set = new Dictionary<string, AttributeValue>
            {
                ["first_name"] = AttributeValue.FromString(Pick(random, "Åda & <b>", "O'Neil \"x\"", "@channel @here", "back\\slash", "two\nlines", "r\u202Eight", "", "12.5")),
                ["language"] = AttributeValue.FromString(Pick(random, "sv", "en")),
                ["time_zone"] = AttributeValue.FromString(zone),
                ["score"] = AttributeValue.FromLong(random.Next(-5, 2_000_000)),
                ["vip"] = AttributeValue.FromBoolean(random.Next(2) == 0),
                ["currency"] = AttributeValue.FromString("SEK"),
            },
        },
    };

    private static PlayerEvent Event(Random random, long nowMicros) => new()
    {
        Source = "wallet",
        EventId = "e" + random.Next(9),
        Type = "casino.bet",
        PlayerId = "ada",
        OccurredAtMicros = nowMicros - (random.Next(3) == 0 ? random.Next(12_000) * 1_000_000L : 0),
        Amount = random.Next(1, 500_000_000) / 100_000m,
        Amounts = random.Next(2) == 0 ? [] : new Dictionary<string, decimal> { ["bonus"] = random.Next(1, 9000) / 100m },
        Currency = random.Next(2) == 0 ? "EUR" : null,
        Attributes = new Dictionary<string, AttributeValue>
        {
            ["note"] = AttributeValue.FromString(Pick(random, "card <declined>", "", "@everyone", "-1234.5", "a\\b\n\"c\"")),
            ["count"] = AttributeValue.FromLong(random.Next(3_000_000)),
            ["ratio"] = AttributeValue.FromDouble(random.Next(1000) / 8.0),
            ["born"] = AttributeValue.FromString(Pick(random, "2001-02-28", "2001-02-30")),
        },
    };

    /// <summary>What the paths stand for.</summary>
    private static Dictionary<string, object> Facts(PlayerEvent player, PlayerEvent happened, string? ruleName, decimal? counted, Action row, long nowMicros)
    {
        var currency = happened.Currency ?? "SEK";
        var facts = new Dictionary<string, object>
        {
            ["player.id"] = "ada",
            ["player.first_name"] = Text(player, "first_name"),
            ["player.language"] = Text(player, "language"),
            ["player.score"] = (decimal)player.Update!.Set["score"].Long,
            ["player.vip"] = player.Update.Set["vip"].Boolean,
            ["event.id"] = happened.EventId,
            ["event.type"] = happened.Type,
            ["event.source"] = happened.Source,
            ["event.amount"] = (happened.Amount!.Value, currency),
            ["event.currency"] = currency,
            ["event.occurred_at"] = DateTimeOffset.UnixEpoch.AddMicroseconds(happened.OccurredAtMicros),
            ["event.attributes.note"] = happened.Attributes["note"].Text!,
            ["event.attributes.count"] = (decimal)happened.Attributes["count"].Long,
            ["event.attributes.ratio"] = (decimal)happened.Attributes["ratio"].Double,
            ["event.attributes.born"] = happened.Attributes["born"].Text!,
            ["rule.id"] = "r",
            ["rule.name"] = ruleName ?? "r",
            ["rule.version"] = 1m,
            ["execution.times"] = (decimal)row.Times,
            ["execution.amount"] = (happened.Amount.Value, currency),
            ["execution.currency"] = currency,
            ["execution.decided_at"] = DateTimeOffset.UnixEpoch.AddMicroseconds(nowMicros),
        };
        if (happened.Amounts.TryGetValue("bonus", out var bonus)) facts["event.amounts.bonus"] = (bonus, currency);
        return facts;
    }

    private static string RowOf(Action row) =>
        $"{row.ActionType} x{row.Times} points {row.Points:0.########} [{string.Join(' ', row.Payload.OrderBy(give => give.Key, StringComparer.Ordinal).Select(give => $"{give.Key}={give.Value}"))}] expires {row.ExpiresAtMicros}{(row.TooOld ? " too old" : "")}";

    private static string Text(PlayerEvent player, string name) => player.Update!.Set[name].Text!;

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    /// <summary>What the dispatcher decides about actions, as it decides it.</summary>
    private sealed class Routes(Pipeline pipeline)
    {
        private readonly RouteActions routes = new();
        private readonly Topics.DefinitionLog definitions = DefinitionsInLog.Fold(Retained.LogOf(pipeline).Definitions);
        private readonly PlayerProfile profile = pipeline.Materializer.Read(EngageTopics.PlayerProfiles)[^1].Value!;

        public string Said(Action action)
        {
            var asOf = definitions.At(action.DefinitionsOffset);
            var happened = EngageTopics.PlayerEvents.Wire.Read(action.Event!.Value.Span);
            var facts = new RoutingFacts(action, profile, asOf.FindRule(action.RuleId)?.Rule, asOf, happened, (_, _) => null, null, null, pipeline.NowMicros);
            switch (routes.Decide(facts))
            {
                case EndsHere ended: return $"{ended.Status} {ended.Reason}";
                case JoinsLane { Work: var work }:
                    string?[] parts = action.ActionType switch
                    {
                        "webhook" => [$"body: {work.Text}"],
                        "send_email" => [$"subject: {work.Subject}", $"text: {work.Text}", work.Html is null ? null : $"html: {work.Html}"],
                        _ => [$"text: {work.Text}"],
                    };
                    return $"to {work.Recipient} {string.Join(" | ", parts.Where(part => part is not null))}";
                case var other: return other.ToString();
            }
        }
    }
}
