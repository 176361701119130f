using System.Buffers;
using Engage.Contracts;
using Engage.Rules.Documents;
using Engage.Streams.Testing;
using Engage.Topics;

namespace Engage.TriggerMatcher.Tests;

/// <summary>The trigger matcher over an in-memory cluster, fed as the segment materializer would.</summary>
internal sealed class MatcherScenario : IDisposable
{
    public static readonly DateTimeOffset Nine = new(2026, 12, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly TopologyTestDriver driver = TopologyTestDriver.For(TriggerMatcherTopology.Build(new()), Nine);
    private readonly Dictionary<string, int> versions = [];
    private long position;

    public static long NineMicros => Nine.ToUnixTimeMilliseconds() * 1000;

    /// <summary>Offset of the latest definition.</summary>
    public long LastDefinition { get; private set; } = -1;

    public TopologyTestDriver Driver => driver;

    /// <summary>Publishes the next version of a definition, given as JSON without kind, id and status.</summary>
    public MatcherScenario Define(string kind, string id, string json, string status = "active")
    {
        var body = CanonicalJson.Write(CanonicalJson.Parse($$"""{"kind":"{{kind}}","id":"{{id}}",{{json.Trim()[1..]}}"""));
        var version = versions[kind + id] = versions.GetValueOrDefault(kind + id) + 1;
        driver.Pipe(Topics.Topics.Definitions, $"{kind}/{id}/{version}", new Definition { Kind = kind, Id = id, Version = version, Status = status, Body = body });
        LastDefinition++;
        return this;
    }

    public static PlayerEvent Bet(decimal amount = 10, string type = "casino.bet", int depth = 0) => new()
    {
        Source = "wallet",
        EventId = "e",
        Type = type,
        PlayerId = "ada",
        OccurredAtMicros = NineMicros,
        Amount = amount,
        Currency = "EUR",
        Depth = depth,
    };

    /// <summary>Sends an event and returns the firing it caused, if any.</summary>
    public RuleFiring? Send(PlayerEvent happened, Func<EnrichedEvent, EnrichedEvent>? change = null)
    {
        Feed(happened, change);
        return Firings().SingleOrDefault()?.Value;
    }

    public MatcherScenario Feed(PlayerEvent happened, Func<EnrichedEvent, EnrichedEvent>? change = null)
    {
        var value = new ArrayBufferWriter<byte>();
        Topics.Topics.PlayerEvents.Wire.Write(happened, value);
        var enriched = new EnrichedEvent
        {
            Position = position++,
            JudgedAtMicros = NineMicros,
            IngestedAtMicros = NineMicros,
            DefinitionsOffset = LastDefinition,
            Currency = "EUR",
            Event = value.WrittenSpan.ToArray(),
        };
        driver.Pipe(Topics.Topics.EnrichedEvents, "ada", change?.Invoke(enriched) ?? enriched);
        return this;
    }

    public IReadOnlyList<TestRecord<string, RuleFiring>> Firings() => driver.Read(Topics.Topics.RuleFirings);

    public void Dispose() => driver.Dispose();

    /// <summary>A firing's rules as text: <c>id/version:roles</c>.</summary>
    public static string Met(RuleFiring? firing) =>
        firing is null ? "none" : string.Join(' ', firing.Rules.Select(rule => $"{rule.RuleId}/{rule.RuleVersion}:{rule.Roles}"));
}
