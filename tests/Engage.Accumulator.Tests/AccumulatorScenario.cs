using System.Buffers;
using System.Globalization;
using Engage.Contracts;
using Engage.Rules.Documents;
using Engage.Streams;
using Engage.Streams.Testing;
using Engage.Topics;

namespace Engage.Accumulator.Tests;

/// <summary>The accumulator over an in-memory cluster, fed as the trigger matcher would: each call is the next event of the log.</summary>
internal sealed class AccumulatorScenario : IDisposable
{
    public const int Trigger = 1;
    public const int Qualification = 2;
    public const int ReversalOfTrigger = 4;
    public const int ReversalOfQualification = 8;

    private static readonly DateTimeOffset Nine = new(2026, 12, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, int> versions = [];
    private long position;

    public TopologyTestDriver Driver { get; } = TopologyTestDriver.For(AccumulatorTopology.Build(new() { DigestSecret = "a secret of the tests" }), Nine);

    /// <summary>Offset of the latest definition.</summary>
    public long LastDefinition { get; private set; } = -1;

    /// <summary>Position of the latest event.</summary>
    public long LastPosition => position - 1;

    /// <summary>A time of 2026-12-01 (09:00), or of the next day with a leading +, in microseconds.</summary>
    public static long At(string time)
    {
        var (day, clock) = time[0] == '+' ? (2, time[1..]) : (1, time);
        return ((new DateTime(2026, 12, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / 10) + (long)TimeSpan.Parse(clock, CultureInfo.InvariantCulture).TotalMicroseconds;
    }

    /// <summary>Publishes the next version of a rule, given as JSON without kind, id, trigger and status.</summary>
    public AccumulatorScenario Rule(string id, string json = "{}", string? actions = null, string status = "active")
    {
        var members = json.Trim()[1..^1].Trim();
        var text = $$"""{"kind":"rule","id":"{{id}}","trigger":{"event":"casino.bet"},{{members}}{{(members.Length > 0 ? "," : "")}}"actions":{{actions ?? """[{"give_points":{"points":2}}]"""}}}""";
        var version = versions[id] = versions.GetValueOrDefault(id) + 1;
        var definition = new Definition { Kind = "rule", Id = id, Version = version, Status = status, Body = CanonicalJson.Write(CanonicalJson.Parse(text)) };
        Driver.Pipe(Topics.Topics.Definitions, $"rule/{id}/{version}", definition);
        LastDefinition++;
        return this;
    }

    public static PlayerEvent Event(decimal? amount = null, string eventId = "", string at = "09:00", string type = "casino.bet", string player = "ada") => new()
    {
        Source = "wallet",
        EventId = eventId,
        Type = type,
        PlayerId = player,
        OccurredAtMicros = At(at),
        Amount = amount,
        Currency = "EUR",
    };

    /// <summary>An event that met the given rules and returns what it executed.</summary>
    public IReadOnlyList<Execution> Send(PlayerEvent happened, string rules, Func<EnrichedEvent, EnrichedEvent>? change = null)
    {
        Feed(happened, rules, change);
        return Executions();
    }

    /// <summary>A bet that met rule <c>r</c>; how often it executed.</summary>
    public int Bet(decimal? amount = null, string at = "09:00", int roles = Trigger, string rule = "r", string player = "ada") =>
        Send(Event(amount, $"e{position}", at, player: player), $"{rule}:{roles}").Sum(execution => execution.Times);

    public int Bets(int count, string at) => Enumerable.Range(0, count).Sum(_ => Bet(1, at));

    /// <param name="rules">What it met, as <c>id:roles</c> separated by blanks; versions are the latest.</param>
    public AccumulatorScenario Feed(PlayerEvent happened, string rules, Func<EnrichedEvent, EnrichedEvent>? change = null, HeaderBuffer? headers = null)
    {
        var named = happened.EventId.Length == 0 ? happened with { EventId = $"e{position}" } : happened;
        var enriched = new EnrichedEvent
        {
            Position = position++,
            JudgedAtMicros = named.OccurredAtMicros,
            IngestedAtMicros = named.OccurredAtMicros + 1_000,
            DefinitionsOffset = LastDefinition,
            Currency = "EUR",
            ProfileVersion = 7,
            Event = Bytes(Topics.Topics.PlayerEvents.Wire, named),
        };
        enriched = change?.Invoke(enriched) ?? enriched;
        position = Math.Max(position, enriched.Position + 1);
        var matched = rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(':'))
            .Select(parts => new MatchedRule { RuleId = parts[0], RuleVersion = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : versions[parts[0]], Roles = int.Parse(parts[1], CultureInfo.InvariantCulture) });
        Driver.Pipe(Topics.Topics.RuleFirings, named.PlayerId, new RuleFiring { Rules = [.. matched], Enriched = Bytes(Topics.Topics.EnrichedEvents.Wire, enriched) }, headers);
        return this;
    }

    /// <summary>A reversal of the event at a position.</summary>
    public IReadOnlyList<Execution> Reverse(long original, decimal? taken, string rules, bool wholly = true, string at = "09:00") =>
        Send(Event(taken, at: at) with { Reverses = "original" }, rules, e => e with
        {
            Reversal = new ReversalContext
            {
                Position = original,
                JudgedAtMicros = At(at),
                DefinitionsOffset = 0,
                Segments = ReadOnlyMemory<byte>.Empty,
                Currency = "EUR",
                Amount = taken,
                Taken = taken,
                Wholly = wholly,
            },
        });

    public IReadOnlyList<Execution> Executions() => [.. Driver.Read(Topics.Topics.Executions).Select(record => record.Value!)];

    public IReadOnlyList<Contracts.Action> Actions() => [.. Driver.Read(Topics.Topics.Actions).Select(record => record.Value!)];

    public void Dispose() => Driver.Dispose();

    private static byte[] Bytes<T>(ISerde<T> wire, T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        wire.Write(value, bytes);
        return bytes.WrittenSpan.ToArray();
    }
}
