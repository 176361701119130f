using System.Globalization;
using System.Text.Json;
using Engage.Cli.Sample;
using Engage.EndToEnd.Tests.Harness;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.EndToEnd.Tests;

/// <summary>
/// A generated sample with repeats and late events goes through every worker, each a process of its own and each killed once on the way; what comes out equals an independent calculation.
/// </summary>
public sealed class ReplayedSample
{
    private const int Events = 20_000;

    public static TheoryData<bool> Brokers => ApacheKafka.Home is null ? [false] : [false, true];

    [Theory, MemberData(nameof(Brokers))]
    public async Task Executions_and_points_equal_the_calculation_though_every_worker_is_killed_on_the_way(bool onApacheKafka)
    {
        var sample = Path.Combine(Directory.CreateTempSubdirectory("engage-sample-").FullName, "sample.csv");
        var expected = Generate(sample);
        await using var deployment = await Deployment.StartAsync(onApacheKafka);
        await deployment.EngageAsync("apply", "-f", Checkout.File("tests", "Engage.EndToEnd.Tests", "rules.yaml"), "--wait");

        await using (var replay = deployment.Begin("replay", "--file", sample, "--mapping", Checkout.File("samples", "sample.mapping.yaml"), "--shift-to", "now", "--rate", "2500", "--wait"))
        {
            using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1.5));
            foreach (var worker in Deployment.Workers)
            {
                await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                await deployment.KillAndRestartAsync(worker);
            }

            Assert.True(await replay.ExitAsync(TimeSpan.FromMinutes(8)) == 0, replay.Output + deployment.WorkersOutput());
        }

        await AssertEqualAsync(expected, deployment);
        Directory.Delete(Path.GetDirectoryName(sample)!, recursive: true);
    }

    private static Oracle Generate(string path)
    {
        using (var writer = new StreamWriter(path)) new SampleGenerator(new SampleOptions { Seed = 20261125, Events = Events, Players = 600 }).Write(writer);

        var oracle = new Oracle();
        var lines = File.ReadAllLines(path);
        var columns = lines[0].Split(',');
        foreach (var line in lines.Skip(1)) oracle.Read(columns.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second));
        Assert.InRange(oracle.Duplicates, 50, 1_000);
        return oracle;
    }

    private static async Task AssertEqualAsync(Oracle expected, Deployment deployment)
    {
        await BindSchemasAsync(deployment.Registry);
        var executions = Read(deployment.Broker, "engage.executions").Select(record => Topics.Topics.Executions.Wire.Read(record.Value!)).ToList();
        Assert.Equal(executions.Count, executions.Select(execution => execution.ExecutionId).Distinct().Count());
        Assert.Equal(Sorted(expected.Executions), Sorted(executions.GroupBy(execution => (execution.RuleId, execution.PlayerId)).ToDictionary(group => group.Key, group => group.Sum(execution => (long)execution.Times))));

        var results = Read(deployment.Broker, "engage.action-results").Select(record => Topics.Topics.ActionResults.Wire.Read(record.Value!)).ToList();
        Assert.Equal(results.Count, results.Select(result => result.ResultId).Distinct().Count());
        var points = results.Where(result => result is { Final: true, Status: "delivered", Points: not null }).GroupBy(result => (result.RuleId, result.PlayerId)).ToDictionary(group => group.Key, group => group.Sum(result => result.Points!.Value));
        Assert.Equal(Sorted(expected.Points), Sorted(points));
        Assert.Empty(Read(deployment.Broker, "engage.dead-letters"));

        var alerts = expected.Executions.Where(entry => entry.Key.Rule == "norwegian-vip-failed-deposit").Sum(entry => entry.Value);
        Assert.Equal(alerts, await SentMessagesAsync(deployment.Sandbox, atLeast: alerts));
    }

    /// <summary>Messages that the provider took. A dispatcher that was killed asks what became of its last attempt only after a while, so this waits for the number, but not for ever.</summary>
    private static async Task<long> SentMessagesAsync(string sandbox, long atLeast)
    {
        using var http = new HttpClient();
        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1));
        long sent = 0;
        for (var look = 0; look < 120 && sent < atLeast; look++)
        {
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            using var ledger = JsonDocument.Parse(await http.GetStringAsync(new Uri(sandbox + "/_admin/ledger?kind=sms")));
            sent = ledger.RootElement.GetArrayLength();
        }

        return sent;
    }

    private static SortedDictionary<string, string> Sorted<T>(Dictionary<(string Rule, string Player), T> values)
        where T : IFormattable =>
        new(values.ToDictionary(entry => $"{entry.Key.Rule} {entry.Key.Player}", entry => entry.Value.ToString("0.########", CultureInfo.InvariantCulture)), StringComparer.Ordinal);

    /// <summary>Everything that the topic holds. Ids are the registry's own, and all were registered by this version, so the bytes after the header are in our schema.</summary>
    private static List<TopicRecord> Read(string broker, string topic)
    {
        var connection = new ClusterConnection(broker);
        using var admin = new ClusterAdmin(connection);
        using var reader = new TopicReader(connection);
        reader.Open(new Dictionary<string, int> { [topic] = admin.PartitionCounts()[topic] }, ReadFrom.Start);
        return [.. reader.ToEnd(TimeSpan.FromSeconds(60))];
    }

    private static async Task BindSchemasAsync(string registry)
    {
        using var http = new HttpClient();
        foreach (var schema in Topics.Topics.Schemas)
        {
            using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{registry}/subjects/engage.{schema.TopicName}-value/versions/latest")));
            schema.Bind(document.RootElement.GetProperty("id").GetInt32(), Avro.Wire.UnboundWriterSchemas.Instance);
        }
    }
}
