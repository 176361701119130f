using System.Globalization;
using System.Text.Json;

namespace Engage.EndToEnd.Tests.Harness;

/// <summary>Broker, registry and sandbox in one process, and every worker in a process of its own, as in production.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    public static readonly string[] Workers = ["segment-materializer", "trigger-matcher", "accumulator", "scheduler", "dispatcher"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, RunningProcess> workers = [];
    private readonly string directory;
    private readonly RunningProcess stack;
    private readonly ApacheKafka? kafka;
    private JsonElement file;

    private Deployment(string directory, RunningProcess stack, ApacheKafka? kafka) => (this.directory, this.stack, this.kafka) = (directory, stack, kafka);

    public string Broker => file.GetProperty("broker").GetString()!;

    public string Registry => file.GetProperty("registry").GetString()!;

    public string Sandbox => file.GetProperty("sandbox").GetString()!;

    /// <param name="onApacheKafka">On Apache Kafka from KAFKA_HOME instead of the local broker.</param>
    public static async Task<Deployment> StartAsync(bool onApacheKafka)
    {
        var directory = Directory.CreateTempSubdirectory("engage-e2e-").FullName;
        var kafka = onApacheKafka ? await ApacheKafka.StartAsync(Path.Combine(directory, "kafka")) : null;
        string[] arguments = ["local", "up", "--workers", "none", "--data", directory, "--port-offset", FreePorts.Offset().ToString(CultureInfo.InvariantCulture)];
        var stack = new RunningProcess(Checkout.Engage, kafka is null ? arguments : [.. arguments, "--broker", kafka.Bootstrap]);
        var deployment = new Deployment(directory, stack, kafka);
        await deployment.WaitForStackAsync();
        foreach (var worker in Workers) deployment.Start(worker);
        return deployment;
    }

    public void Start(string worker) => workers[worker] = new RunningProcess(Checkout.Worker(worker), [], Environment(worker));

    /// <summary>SIGKILL, then a new process on the same state.</summary>
    public async Task KillAndRestartAsync(string worker)
    {
        await workers[worker].KillAsync();
        await workers[worker].DisposeAsync();
        Start(worker);
    }

    /// <summary>Runs a command to its end and returns what it printed.</summary>
    public async Task<string> EngageAsync(params string[] arguments)
    {
        await using var command = Begin(arguments);
        var status = await command.ExitAsync(TimeSpan.FromMinutes(8));
        Assert.True(status == 0, $"engage {string.Join(' ', arguments)} ended with status {status}:\n{command.Output}\n{WorkersOutput()}");
        return command.Output;
    }

    public RunningProcess Begin(params string[] arguments) => new(Checkout.Engage, [.. arguments, "--data", directory]);

    /// <summary>The last lines of every worker, for the message of a failed test.</summary>
    public string WorkersOutput() => string.Join("\n", workers.Select(worker => $"--- {worker.Key}\n{string.Join('\n', worker.Value.Output.Split('\n').TakeLast(8))}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers.Values) await worker.DisposeAsync();
        await stack.DisposeAsync();
        if (kafka is not null) await kafka.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private async Task WaitForStackAsync()
    {
        var path = Path.Combine(directory, "stack.json");
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!System.IO.File.Exists(path))
        {
            Assert.False(stack.HasExited, $"the stack ended while starting:\n{stack.Output}");
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, $"the stack was not ready in {Patience}:\n{stack.Output}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        using var document = JsonDocument.Parse(await System.IO.File.ReadAllTextAsync(path));
        file = document.RootElement.Clone();
    }

    private Dictionary<string, string> Environment(string worker) => new()
    {
        ["ENGAGE_Kafka__BootstrapServers"] = Broker,
        ["ENGAGE_Kafka__InstanceId"] = "e2e",
        ["ENGAGE_Registry__Url"] = Registry,
        ["ENGAGE_State__Directory"] = Path.Combine(directory, "state"),
        ["ENGAGE_State__MemoryBudget"] = "64MiB",
        ["ENGAGE_Metrics__Url"] = file.GetProperty("metrics").GetProperty(worker).GetString()!,
        ["ENGAGE_SegmentMaterializer__DigestSecret"] = "end-to-end-test-secret",
        ["ENGAGE_Accumulator__DigestSecret"] = "end-to-end-test-secret",
        ["ENGAGE_Channels__Twilio__Address"] = Sandbox + "/twilio/2010-04-01/",
        ["ENGAGE_Channels__Twilio__AccountSid"] = file.GetProperty("twilio_sid").GetString()!,
        ["ENGAGE_Channels__Twilio__AuthToken"] = file.GetProperty("twilio_token").GetString()!,
        ["ENGAGE_Channels__Twilio__Sender"] = "+15005550006",
        ["ENGAGE_Channels__AllowPrivateEndpoints"] = "true",
    };
}
