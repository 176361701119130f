using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Honesty;

/// <summary>
/// Apache Kafka from the folder KAFKA_HOME names, started with a data folder and ports of its own by the <c>kafka</c> script there; one for all tests
/// of a class. Without the variable every test that needs it is skipped.
/// </summary>
public sealed class ApacheKafkaFixture : IHonestBroker, IAsyncLifetime
{
    private const int HeapMegabytes = 512;

    private readonly string? script = Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? Path.Combine(home, "kafka") : null;
    private string directory = "";
    private string? address;

    public string BootstrapServers
    {
        get
        {
            Assert.SkipWhen(address is null, "KAFKA_HOME is not set.");
            return address;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (script is null) return;
        directory = Directory.CreateTempSubdirectory("engage-kafka-").FullName;
        await StartAsync(FreePortPair());
    }

    public async ValueTask DisposeAsync()
    {
        if (script is null) return;
        if (address is not null) await RunAsync("kill", directory);
        Directory.Delete(directory, recursive: true);
    }

    public async Task KillAndRestartAsync()
    {
        var port = int.Parse(BootstrapServers.Split(':')[1], CultureInfo.InvariantCulture);
        await RunAsync("kill", directory);
        await StartAsync(port);
    }

    private async Task StartAsync(int port) => address = (await RunAsync(
        "start", directory, "--port", port.ToString(CultureInfo.InvariantCulture), "--heap", $"{HeapMegabytes}m")).Trim();

    private async Task<string> RunAsync(params string[] arguments)
    {
        var result = await ForeignProcess.RunAsync("bash", [script!, .. arguments], TimeSpan.FromSeconds(90));
        return result.ExitCode == 0 ? result.Output : throw new InvalidOperationException($"kafka {arguments[0]} failed: {result.Output}{result.Errors}");
    }

    /// <summary>A port that is free together with the next one, which the controller takes.</summary>
    private static int FreePortPair()
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            using var second = new TcpListener(IPAddress.Loopback, port + 1);
            try
            {
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                // The neighbour is taken: try another pair.
            }
        }

        throw new InvalidOperationException("No two neighbouring ports are free.");
    }
}
