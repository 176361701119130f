using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Engage.LoadTest.Brokers;

/// <summary>Apache Kafka from the folder that <see cref="HomeVariable"/> names, one node, in a directory of its own.</summary>
public sealed class ApacheKafka : ITestBroker
{
    public const string HomeVariable = "KAFKA_HOME";

    private const string Heap = "512m";
    private const int PortMin = 20_000;
    private const int PortMax = 30_000;
    private const int PortAttemptsMax = 100;

    /// <summary>Some seconds on an idle machine; this one is shared.</summary>
    private static readonly TimeSpan ScriptMax = TimeSpan.FromSeconds(400);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>One new broker at a time: several Java processes that start at once on two cores hold each other up for longer than their script waits.</summary>
    private static readonly SemaphoreSlim Starting = new(1);

    private readonly string home;
    private readonly string directory;
    private readonly string port;

    private ApacheKafka(string home, string directory, int port)
    {
        this.home = home;
        this.directory = directory;
        this.port = port.ToString(CultureInfo.InvariantCulture);
    }

    public static bool IsAvailable => Home is { Length: > 0 };

    public string Name => "Apache Kafka " + Version();

    public string Bootstrap => $"127.0.0.1:{port}";

    private static string? Home => Environment.GetEnvironmentVariable(HomeVariable);

    /// <exception cref="InvalidOperationException"><see cref="IsAvailable"/> is false, or the broker does not start.</exception>
    public static async Task<ApacheKafka> Start()
    {
        var kafka = new ApacheKafka(Home ?? throw new InvalidOperationException($"{HomeVariable} is not set."), Directory.CreateTempSubdirectory("engage-kafka-").FullName, FreePort());
        await Starting.WaitAsync();
        try
        {
            await kafka.Begin();
        }
        finally
        {
            Starting.Release();
        }

        return kafka;
    }

    public async Task Restart()
    {
        await Script("stop", directory);
        await Begin();
    }

    public async Task KillAndRestart()
    {
        await Script("kill", directory);
        await Begin();
    }

    public async ValueTask DisposeAsync()
    {
        await Script("kill", directory);
        Directory.Delete(directory, recursive: true);
    }

    private async Task Begin()
    {
        if (await Run("start", directory, "--port", port, "--heap", Heap) is not 0 and var status && !await HasStartedAfterAll())
            throw new InvalidOperationException($"Apache Kafka in {directory} did not start: {status}; its log is there.");
    }

    /// <summary>Its script waits a minute, which a busy machine may need more than; the broker goes on starting meanwhile.</summary>
    private async Task<bool> HasStartedAfterAll()
    {
        using var timer = new PeriodicTimer(Pause);
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < ScriptMax; await timer.WaitForNextTickAsync())
        {
            var pid = Path.Combine(directory, "pid");
            if (!File.Exists(pid) || !Directory.Exists($"/proc/{(await File.ReadAllTextAsync(pid)).Trim()}")) return false;
            if ((await File.ReadAllTextAsync(Path.Combine(directory, "broker.log"))).Contains("Kafka Server started", StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private string Version() => Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(Path.Combine(home, "libs"), "kafka-clients-*.jar").FirstOrDefault() ?? string.Empty).Replace("kafka-clients-", string.Empty, StringComparison.Ordinal);

    /// <summary>The broker listens on this port, its controller on the next. Below the range that outgoing connections take, or one of them could have it while the broker is down.</summary>
    private static int FreePort()
    {
        for (var attempt = 0; attempt < PortAttemptsMax; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(PortMin, PortMax); // Random, because several runs may share the machine.
            if (IsFree(port) && IsFree(port + 1)) return port;
        }

        throw new InvalidOperationException($"No two free ports in a row between {PortMin} and {PortMax}.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task Script(params string[] arguments)
    {
        var status = await Run(arguments);
        if (status != 0) throw new InvalidOperationException($"{home}/kafka {string.Join(' ', arguments)} ended with {status}.");
    }

    /// <returns>The script's exit status.</returns>
    private async Task<int> Run(params string[] arguments)
    {
        // Not redirected: the broker inherits the streams and would keep them open.
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(home, "kafka"), arguments))!;
        await script.WaitForExitAsync().WaitAsync(ScriptMax);
        return script.ExitCode;
    }
}
