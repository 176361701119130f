using System.Globalization;
using System.Text;
using Engage.Contracts;
using Engage.Definitions;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Streams;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Properties.Tests;

/// <summary>A worked example: definitions in YAML, events one by one through all three workers, what each of them executes.</summary>
internal sealed class Scenario : IDisposable
{
    private readonly Dictionary<string, int> versions = [];
    private int ids;

    public Scenario(string startsAt = "2026-12-01T09:00:00Z") => Pipeline = new Pipeline(Time(startsAt));

    public Pipeline Pipeline { get; }

    /// <summary>Actions of the last event, those that followed from its tags included.</summary>
    public List<Contracts.Action> Actions { get; private set; } = [];

    /// <summary>Applies the documents together: versions, then one marker.</summary>
    public Scenario Apply(string yaml)
    {
        var loaded = DefinitionLoader.Parse([("example.yaml", Encoding.UTF8.GetBytes(yaml))]);
        Assert.Empty(loaded.Mistakes.Where(mistake => mistake.IsError).Select(mistake => mistake.ToString()));
        foreach (var parsed in loaded.Definitions)
        {
            var (kind, id) = (DefinitionNames.TextOf(parsed.Definition!.Kind), parsed.Definition.Id);
            var version = versions[kind + id] = versions.GetValueOrDefault(kind + id) + 1;
            Pipeline.Define(kind, id, version, CanonicalJson.Write(parsed.Source.Without("status")), DefinitionNames.TextOf(parsed.Definition.Status));
        }

        Pipeline.PutInForce();
        return this;
    }

    /// <summary>Moves the clock on to an instant, written as <c>2026-12-01T10:00:00Z</c>, or as a time of the present day.</summary>
    public Scenario At(string time)
    {
        var instant = time.Contains('T', StringComparison.Ordinal) ? Time(time) : Time(Pipeline.Materializer.Time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + $"T{time}Z");
        Pipeline.Materializer.Time.Advance(instant - Pipeline.Materializer.Time.GetUtcNow());
        return this;
    }

    /// <summary>An event of ada that happens now; how often each rule executed for it, in all.</summary>
    public int Send(string type, decimal? amount = null, string? currency = "EUR", Func<PlayerEvent, PlayerEvent>? with = null) => Executed(type, amount, currency, with).Sum(execution => execution.Times);

    public int Bet(decimal amount, string? currency = "EUR", Func<PlayerEvent, PlayerEvent>? with = null) => Send("casino.bet", amount, currency, with);

    public int Bets(int count) => Enumerable.Range(0, count).Sum(_ => Bet(1));

    public int Deposit(decimal amount, string? currency = "EUR") => Send("deposit.approved", amount, currency);

    /// <summary>Takes an event back, wholly or by an amount.</summary>
    public int Reverse(string id, decimal? amount = null, string type = "casino.bet") => Send(type, amount, "EUR", happened => happened with { Reverses = id });

    public Scenario Update(PlayerUpdate update)
    {
        Send("player.updated", currency: null, with: happened => happened with { Update = update });
        return this;
    }

    /// <summary>What was left after the event's last execution; null: it executed nothing, or the rule keeps no progress.</summary>
    public List<Execution> Executed(string type, decimal? amount = null, string? currency = "EUR", Func<PlayerEvent, PlayerEvent>? with = null)
    {
        var happened = new PlayerEvent { Source = "wallet", EventId = "e" + ids++, Type = type, PlayerId = "ada", OccurredAtMicros = Pipeline.NowMicros, Amount = amount, Currency = currency };
        Pipeline.Append(with?.Invoke(happened) ?? happened);
        var before = Pipeline.Executions.Count;
        Actions = [];
        for (var effects = Settle(); effects.Count > 0; effects = Settle())
        {
            foreach (var effect in effects) Pipeline.Append(effect);
        }

        return [.. Pipeline.Executions.Skip(before).Select(execution => EngageTopics.Executions.Wire.Read(execution.Value))];
    }

    public List<SegmentChange> SegmentChanges() => [.. Pipeline.Materializer.Read(EngageTopics.SegmentChanges).Select(record => record.Value!)];

    public List<string> DeadLetters() => [.. Pipeline.Materializer.Read(EngageTopics.DeadLetters).Select(record => record.Headers[DeadLetterHeaders.Code])];

    public static long Micros(string time) => (Time(time) - DateTimeOffset.UnixEpoch).Ticks / 10;

    public void Dispose() => Pipeline.Dispose();

    /// <returns>The changes of tags that the dispatcher would write.</returns>
    private List<PlayerEvent> Settle()
    {
        var decided = Pipeline.Run();
        Actions.AddRange(decided);
        return [.. decided.Where(action => action.ActionType is "tag_player" or "untag_player").Select(action => new PlayerEvent
        {
            Source = "engage",
            EventId = action.ActionId,
            Type = "player.updated",
            PlayerId = action.PlayerId,
            OccurredAtMicros = action.OccurredAtMicros,
            Update = action.ActionType == "tag_player" ? new PlayerUpdate { AddTags = [action.Payload["tag"]] } : new PlayerUpdate { RemoveTags = [action.Payload["tag"]] },
            RootId = action.RootId,
            Depth = action.Depth,
        })];
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
