using System.Globalization;
using System.Text.Json;
using Engage.EndToEnd.Tests.Harness;

namespace Engage.EndToEnd.Tests;

/// <summary>
/// Real bets of one casino, named by ENGAGE_REAL_BETS, on the path of <c>make demo</c>: the embedded stack, <c>apply</c>, a replay shifted to now, then its orderly end. What comes out equals an independent calculation.
/// </summary>
public sealed class RealBets
{
    private static readonly string? File = Environment.GetEnvironmentVariable("ENGAGE_REAL_BETS");

    [Fact]
    public async Task Executions_and_points_of_six_rules_equal_the_calculation()
    {
        Assert.SkipWhen(File is null, "ENGAGE_REAL_BETS does not name the file of real bets.");
        var expected = new RealBetsOracle();
        foreach (var line in System.IO.File.ReadLines(File).Skip(1)) expected.Read(line.Split(','));
        var directory = Directory.CreateTempSubdirectory("engage-real-bets-").FullName;
        var offset = FreePorts.Offset().ToString(CultureInfo.InvariantCulture);

        await using (var demo = new RunningProcess(Checkout.Engage,
        [
            "demo", "--exit", "--file", File, "--mapping", Checkout.File("samples", "bustabit.mapping.yaml"),
            "--rules", Checkout.File("tests", "Engage.EndToEnd.Tests", "real-bets.yaml"), "--data", directory, "--port-offset", offset,
        ]))
        {
            Assert.True(await demo.ExitAsync(TimeSpan.FromMinutes(8)) == 0, demo.Output);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"events      {expected.Events} sent"), demo.Output, StringComparison.Ordinal);
            TestContext.Current.TestOutputHelper?.WriteLine(demo.Output);
        }

        // The stack has ended; what it decided is still there when it comes back on the same folder.
        await using (var stack = new RunningProcess(Checkout.Engage, ["local", "up", "--workers", "none", "--data", directory, "--port-offset", offset]))
        {
            var addresses = await StackFileAsync(stack, Path.Combine(directory, "stack.json"));
            var topics = await ResultTopics.OfAsync(addresses.GetProperty("broker").GetString()!, addresses.GetProperty("registry").GetString()!);
            topics.AssertEqual(expected.Executions, expected.Points);
        }

        Directory.Delete(directory, recursive: true);
    }

    private static async Task<JsonElement> StackFileAsync(RunningProcess stack, string path)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var look = 0; look < 1_200; look++)
        {
            Assert.False(stack.HasExited, stack.Output);
            if (System.IO.File.Exists(path))
            {
                using var document = JsonDocument.Parse(await System.IO.File.ReadAllTextAsync(path));
                return document.RootElement.Clone();
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"The stack was not ready in 2 minutes:\n{stack.Output}");
    }
}
