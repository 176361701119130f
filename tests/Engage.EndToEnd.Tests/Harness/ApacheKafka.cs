using System.Diagnostics;
using System.Globalization;

namespace Engage.EndToEnd.Tests.Harness;

/// <summary>Apache Kafka from KAFKA_HOME, in a folder of its own.</summary>
internal sealed class ApacheKafka : IAsyncDisposable
{
    private readonly string script;
    private readonly string directory;

    private ApacheKafka(string script, string directory, string bootstrap) => (this.script, this.directory, Bootstrap) = (script, directory, bootstrap);

    public string Bootstrap { get; }

    public static string? Home { get; } = Environment.GetEnvironmentVariable("KAFKA_HOME");

    public static async Task<ApacheKafka> StartAsync(string directory)
    {
        var script = Path.Combine(Home!, "kafka");
        var port = FreePorts.Pair();
        await RunAsync(script, "start", directory, "--port", port.ToString(CultureInfo.InvariantCulture), "--partitions", "4", "--heap", "512m");
        return new ApacheKafka(script, directory, $"127.0.0.1:{port}");
    }

    public async ValueTask DisposeAsync() => await RunAsync(script, "kill", directory);

    private static async Task RunAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(script, arguments))!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        if (process.ExitCode != 0) throw new InvalidOperationException($"{script} {arguments[0]} ended with status {process.ExitCode}.");
    }
}
