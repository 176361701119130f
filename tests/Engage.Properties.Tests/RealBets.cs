using System.Globalization;
using System.Text;
using Engage.Cli.Replay;
using Engage.Properties.Tests.Model;
using Engage.Properties.Tests.Oracle;

namespace Engage.Properties.Tests;

/// <summary>Recorded bets of a crash game, replayed in full through the workers in-process. ENGAGE_REAL_BETS names the file.</summary>
public sealed class RealBets
{
    private const int Batch = 2_000;

    private static readonly Effect[] OnePoint = [new Effect("points", Points: 1)];

    private static readonly RuleModel[] Rules =
    [
        new() { Id = "count", Type = "casino.bet", Count = 100, Effects = OnePoint },
        new() { Id = "amount", Type = "casino.bet", Every = new() { ["BITS"] = 10_000 }, Effects = OnePoint },
        new() { Id = "capped", Type = "casino.win", Every = new() { ["EUR"] = 10, ["BITS"] = 12.5m }, Cap = 50, Effects = OnePoint },
        new() { Id = "carried", Type = "casino.*", Every = new() { ["BITS"] = 333.33m }, Cap = 20, Carries = true, Effects = OnePoint },
        new() { Id = "qualified", Type = "casino.bet", Count = 5, Qualification = new Qualifying("casino.win", new Filter(AtLeast: new() { ["BITS"] = 1000 }), 24 * 3600, 3, Restarts: false), Effects = OnePoint },
        new() { Id = "restarted", Type = "casino.bet", Every = new() { ["BITS"] = 500 }, Qualification = new Qualifying("casino.win", new Filter(AtLeast: new() { ["BITS"] = 5000 }), 3600, null, Restarts: true), Effects = OnePoint },
        new() { Id = "once", Type = "casino.win", Where = new Filter(AtLeast: new() { ["BITS"] = 10_000 }), Once = true, Effects = OnePoint },
        new() { Id = "windowed", Type = "casino.bet", Segment = "busy", Every = new() { ["BITS"] = 1000 }, Effects = OnePoint },
        new() { Id = "no-step", Type = "casino.bet", Every = new() { ["EUR"] = 1 }, Effects = OnePoint },
    ];

    private static readonly Condition Busy = new Any(
        new Counted("casino.bet", null, 3600, "gte", 20),
        new All(new Summed("casino.win", null, "amount", 24 * 3600, "gte", new() { ["BITS"] = 50_000 }), new SinceLast("casino.win", null, "lt", 600, Before: true)));

    [Fact]
    public void Every_decision_over_recorded_bets_equals_the_plain_reading()
    {
        var file = Environment.GetEnvironmentVariable("ENGAGE_REAL_BETS");
        Assert.SkipUnless(file is { Length: > 0 }, "ENGAGE_REAL_BETS does not name the file of recorded bets");

        var events = Events(file!);
        using var pipeline = new Pipeline(DateTimeOffset.UnixEpoch.AddTicks(events[0].OccurredAtMicros * 10));
        var oracle = new NaiveRules();
        pipeline.Define("segment", "busy", 1, Bodies.Of("busy", Busy));
        foreach (var rule in Rules) pipeline.Define("rule", rule.Id, 1, Bodies.Of(rule));
        var book = new Book(new(Rules.ToDictionary(rule => rule.Id, rule => new List<RuleModel> { rule }), StringComparer.Ordinal), new(StringComparer.Ordinal) { ["busy"] = Busy });
        oracle.PutInForce(pipeline.PutInForce(), pipeline.NowMicros, book);

        for (var i = 0; i < events.Count; i++)
        {
            var happened = events[i];
            if (happened.OccurredAtMicros > pipeline.NowMicros) pipeline.Materializer.Time.Advance(TimeSpan.FromMicroseconds(happened.OccurredAtMicros - pipeline.NowMicros));
            if (i == 0) Wallets(events, pipeline, oracle);
            Tell(pipeline, oracle, new Happening
            {
                Player = happened.PlayerId,
                Source = happened.Source,
                Id = happened.EventId,
                Type = happened.Type,
                Occurred = happened.OccurredAtMicros,
                Amount = happened.Amount,
                Currency = happened.Currency,
            });
            if (i % Batch == Batch - 1) pipeline.Run();
        }

        pipeline.Run();
        Compare(oracle.Executions, pipeline.Decisions());
        Assert.All(Rules[..^1], rule => Assert.Contains(oracle.Executions, decided => decided.Rule == rule.Id));
        Assert.DoesNotContain(oracle.Executions, decided => decided.Rule == "no-step");
        TestContext.Current.TestOutputHelper?.WriteLine($"{events.Count} events, {oracle.Executions.Count} executions");
    }

    /// <summary>Every second player has a wallet of the game's currency, so that sums are known for some and unknown for others.</summary>
    private static void Wallets(List<Contracts.PlayerEvent> events, Pipeline pipeline, NaiveRules oracle)
    {
        foreach (var (number, player) in events.Select(happened => happened.PlayerId).Distinct().Index())
        {
            if (number % 2 == 0) Tell(pipeline, oracle, new Happening { Player = player, Source = "crm", Id = "wallet", Type = "player.updated", Occurred = pipeline.NowMicros, Update = new Change { Set = new() { ["currency"] = "BITS" } } });
        }
    }

    private static void Tell(Pipeline pipeline, NaiveRules oracle, Happening happening) =>
        oracle.Happens(happening with { Ingested = pipeline.NowMicros, Position = pipeline.Append(happening) });

    private static List<Contracts.PlayerEvent> Events(string file)
    {
        var mapping = Path.Combine(Checkout.Root, "samples", "bustabit.mapping.yaml");
        var (read, mistakes) = MappingFile.Read(mapping, File.ReadAllBytes(mapping));
        Assert.Empty(mistakes);
        var items = new EventFile(file, read!).Items().ToList();
        Assert.All(items, item => Assert.Null(item.Error));
        return [.. items.Select(item => item.Event!)];
    }

    private static void Compare(List<Decided> expected, List<Decided> decided)
    {
        var at = expected.Zip(decided).TakeWhile(pair => pair.First == pair.Second).Count();
        var report = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"decision {at} of {expected.Count} and {decided.Count}");
        Assert.True(expected.SequenceEqual(decided), report.AppendLine($"{expected.ElementAtOrDefault(at)}").AppendLine($"{decided.ElementAtOrDefault(at)}").ToString());
    }
}
