using System.Diagnostics;

using Engage.Hosting.Metrics;

namespace Engage.Hosting.Tests.Metrics;

public sealed class Linting
{
    public static TheoryData<string> Names => [.. typeof(MetricNames).GetFields().Select(name => (string)name.GetRawConstantValue()!)];

    [Theory, MemberData(nameof(Names))]
    public void A_name_is_prefixed_and_snake_case(string name)
    {
        Assert.Matches("^engage_[a-z]+(_[a-z0-9]+)*$", name);
    }

    [Fact]
    public void No_two_metrics_share_a_name()
    {
        Assert.Distinct(Names.Select(row => row.Data));
    }

    /// <summary>Prometheus' own linter, where it is installed.</summary>
    [Fact]
    public async Task Promtool_finds_nothing_to_complain_about()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/promtool"), "promtool is not installed");
        using var collector = new MetricsCollector(TimeProvider.System);
        using var process = new ProcessMetrics();

        using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await promtool.StandardInput.WriteAsync(collector.Scrape());
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", complaints);
    }
}
