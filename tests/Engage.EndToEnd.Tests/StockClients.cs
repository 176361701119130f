using System.Globalization;
using System.Text.Json;
using Engage.Contracts;
using Engage.EndToEnd.Tests.Harness;

namespace Engage.EndToEnd.Tests;

/// <summary>Clients that know nothing of us: kcat and the sample consumer (kafkajs and avsc) read the results, the sample producer feeds an event.</summary>
internal static class StockClients
{
    public static async Task AssertReadAsync(string broker, string registry, List<ActionResult> expected)
    {
        var kcat = await RunAsync("kcat", "-b", broker, "-C", "-t", "engage.action-results", "-e", "-q", "-X", "isolation.level=read_committed", "-s", "value=>bI", "-f", "%k %s\\n");
        Assert.Equal(expected.Select(result => result.PlayerId).Order(StringComparer.Ordinal), kcat.Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal));

        var consumer = await RunAsync("node", Checkout.File("samples", "consumers", "read-results.mjs"), broker, registry, expected.Count.ToString(CultureInfo.InvariantCulture));
        var read = consumer.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            expected.Select(result => $"{result.PlayerId} {result.RuleId} {result.ActionType} {result.Status} {result.Times} {result.Final}").Order(StringComparer.Ordinal),
            read.Select(row => $"{row.GetProperty("player")} {row.GetProperty("rule")} {row.GetProperty("action")} {row.GetProperty("status")} {row.GetProperty("times")} {row.GetProperty("final").GetBoolean()}").Order(StringComparer.Ordinal));
    }

    /// <summary>The sample producer, with Confluent's own serializer, places a bet of 25 EUR; that is worth two points.</summary>
    public static async Task AssertFeedsAsync(string broker, string registry, ResultTopics topics)
    {
        await RunAsync("node", Checkout.File("samples", "producers", "feed.mjs"), broker, registry, "a-new-player", "25");
        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var look = 0; look < 60; look++)
        {
            var points = topics.Results().Where(result => result is { PlayerId: "a-new-player", RuleId: "wagering-points", Final: true }).Sum(result => result.Points);
            if (points == 2) return;
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        Assert.Fail("The sample producer's bet gave no points within a minute.");
    }

    private static async Task<string[]> RunAsync(string program, params string[] arguments)
    {
        await using var process = new RunningProcess(program, arguments);
        var status = await process.ExitAsync(TimeSpan.FromMinutes(2));
        Assert.True(status == 0, $"{program} ended with status {status}:\n{process.Output}");
        return process.Lines;
    }
}
