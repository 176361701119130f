using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Engage.Streams.Kafka.Tests;

/// <summary>One Apache Kafka for all tests of the run, from KAFKA_HOME; where that is not set the tests are skipped.</summary>
public sealed class KafkaCluster : IAsyncLifetime
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly string directory = Directory.CreateTempSubdirectory("engage-kafka-").FullName;
    private readonly string? home = Environment.GetEnvironmentVariable("KAFKA_HOME");

    public string Bootstrap { get; private set; } = string.Empty;

    public bool IsAvailable => home is { Length: > 0 };

    public async ValueTask InitializeAsync()
    {
        if (!IsAvailable) return;
        var port = FreePort();
        Bootstrap = $"127.0.0.1:{port}";
        await RunScript("start", directory, "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--heap", "512m");
    }

    public async ValueTask DisposeAsync()
    {
        if (IsAvailable) await RunScript("kill", directory);
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>The broker listens on this port, its controller on the next.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task RunScript(params string[] arguments)
    {
        // Not redirected: the broker inherits the streams and would keep them open.
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(home!, "kafka"), arguments))!;
        await script.WaitForExitAsync().WaitAsync(StartMax);
        Assert.Equal(0, script.ExitCode);
    }
}
