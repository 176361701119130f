using System.Text.Json;
using Engage.Cli.Sample;
using Engage.EndToEnd.Tests.Harness;

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
        var topics = await ResultTopics.OfAsync(deployment.Broker, deployment.Registry);
        var results = topics.AssertEqual(expected.Executions, expected.Points);

        var alerts = expected.Executions.Where(entry => entry.Key.Rule == "norwegian-vip-failed-deposit").Sum(entry => entry.Value);
        Assert.Equal(alerts, await SentMessagesAsync(deployment.Sandbox, atLeast: alerts));
        await StockClients.AssertReadAsync(deployment.Broker, deployment.Registry, results);
        await StockClients.AssertFeedsAsync(deployment.Broker, deployment.Registry, topics);
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
}
