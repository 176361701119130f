using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Crashes;

/// <summary>The local broker as a process of its own, which can be killed and started again on the same port and data.</summary>
/// <remarks>Only this shows what survives: a broker abandoned inside the test's process could still write after its "death".</remarks>
internal sealed class BrokerProcess : IDisposable
{
    /// <summary>Compaction runs all the time, so that kills hit it as well.</summary>
    private const int CheckIntervalMs = 20;

    private readonly string program = HostPath();
    private Process? process;
    private string port = "0";
    private int controlPort;

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("engage-broker-kill-").FullName;

    public string BootstrapServers => $"127.0.0.1:{port}";

    public async Task StartAsync()
    {
        var checkInterval = CheckIntervalMs.ToString(CultureInfo.InvariantCulture);
        string[] arguments = [program, "--port", port, "--data", DataDirectory, "--check-interval", checkInterval, "--control-port", "0"];
        process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += static (_, line) => Trace.WriteLine(line.Data); // What was cut off after a kill is told there.
        process.BeginErrorReadLine();
        controlPort = int.Parse(await AnnouncedAsync("CONTROL"), CultureInfo.InvariantCulture);
        port = await AnnouncedAsync("READY");
    }

    /// <summary>SIGKILL, and the process is gone when this returns.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Cluster.Patience);
        process.Dispose();
        process = null;
    }

    /// <summary>Waits for the process to die by itself, and returns its exit status.</summary>
    public async Task<int> DiedAsync()
    {
        await process!.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Cluster.Patience);
        var status = process.ExitCode;
        process.Dispose();
        process = null;
        return status;
    }

    /// <summary>Gives an order that has to be obeyed; see the host's ControlOrders.</summary>
    public async Task<JsonElement> OrderAsync(string order)
    {
        var answer = await AskAsync(order);
        Assert.True(answer.TryGetProperty("ok", out var ok) && ok.GetBoolean(), $"{order}: {answer}");
        return answer;
    }

    public async Task<JsonElement> AskAsync(string order) => JsonDocument.Parse(await SayAsync(order) ?? throw new IOException("No answer.")).RootElement;

    /// <summary>Gives an order that the broker dies over.</summary>
    public async Task OrderUnansweredAsync(string order) => Assert.Null(await SayAsync(order));

    public async Task KillAndRestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>Cuts off the second half of the newest file of each kind, as a disk that lost what it had not written yet.</summary>
    /// <param name="folder">Below the data directory.</param>
    /// <param name="extension">Of the files.</param>
    public void CutNewestFiles(string folder, string extension)
    {
        var newest = Directory.EnumerateFiles(Path.Combine(DataDirectory, folder), "*" + extension, SearchOption.AllDirectories)
            .GroupBy(Path.GetDirectoryName)
            .Select(static directory => directory.Where(static file => new FileInfo(file).Length > 0).Max(StringComparer.Ordinal))
            .OfType<string>();
        foreach (var file in newest)
        {
            using var stream = File.OpenWrite(file);
            stream.SetLength(stream.Length / 2);
        }
    }

    public void Dispose()
    {
        if (process is not null)
        {
            process.Kill();
            process.WaitForExit(Cluster.Patience);
            process.Dispose();
        }

        Directory.Delete(DataDirectory, recursive: true);
    }

    private async Task<string> AnnouncedAsync(string what)
    {
        var line = await process!.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Cluster.Patience);
        return line?.StartsWith(what, StringComparison.Ordinal) is true ? line.Split(':')[^1] : throw new InvalidOperationException($"Instead of {what} the broker said: {line}");
    }

    /// <summary>The line answered; null when the connection ended without.</summary>
    private async Task<string?> SayAsync(string order)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, controlPort, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(order + "\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Cluster.Patience);
        }
        catch (IOException)
        {
            return null; // Reset by a process that is no more.
        }
    }

    /// <summary>Beside this project's own output: artifacts/bin/PROJECT/CONFIGURATION/.</summary>
    private static string HostPath()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, "Engage.LocalBroker.Host", own.Name, "local-broker.dll");
    }
}
