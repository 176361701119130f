using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Engage.LocalBroker;
using Engage.LocalBroker.Transactions;

namespace Engage.LoadTest.Brokers;

/// <summary>The product's own local broker in a process of its own, so that it can die by SIGKILL.</summary>
public sealed class LocalBrokerProcess : ITestBroker
{
    public const string Verb = "broker";

    private const string Listening = "listening ";

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(60);

    private readonly string directory = Directory.CreateTempSubdirectory("engage-broker-").FullName;
    private Process? process;
    private int port;

    private LocalBrokerProcess()
    {
    }

    public string Name => "local broker";

    public string Bootstrap => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    public static async Task<LocalBrokerProcess> Start()
    {
        var broker = new LocalBrokerProcess();
        await broker.Begin();
        return broker;
    }

    /// <summary>What the process of the broker does: serve until SIGTERM, or until whoever started it has gone.</summary>
    public static async Task<int> Serve(string directory, int port)
    {
        var options = new EmbeddedBrokerOptions { Port = port, DataDirectory = directory, AutoCreateTopics = false, Transactions = new TransactionOptions { ExpiryCheckInterval = TimeSpan.FromMilliseconds(200) } };
        await using var broker = await EmbeddedBroker.StartAsync(options);
        var end = new TaskCompletionSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            end.TrySetResult();
        });
        Console.WriteLine(Listening + broker.Port.ToString(CultureInfo.InvariantCulture));
        ParentWatch.Start(() => end.TrySetResult());
        await end.Task;
        return 0;
    }

    public async Task Restart()
    {
        using (var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(StopMax);
        await Begin();
    }

    public async Task KillAndRestart()
    {
        await Kill();
        await Begin();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process!.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private async Task Begin()
    {
        process?.Dispose();
        process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Verb, directory, port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(StartMax);
        if (line?.StartsWith(Listening, StringComparison.Ordinal) != true) throw new InvalidOperationException($"The broker did not start; it said '{line}'.");
        port = int.Parse(line.AsSpan(Listening.Length), CultureInfo.InvariantCulture);
    }

    private async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }
}
