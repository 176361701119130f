using System.Globalization;
using System.Security.Cryptography;
using Engage.Cli.Commands;
using Engage.Cli.Connections;
using Engage.LocalBroker;
using Engage.Sandbox;
using Engage.SchemaRegistry.Embedded;

namespace Engage.Cli.Local;

/// <summary>The embedded stack: broker, registry and sandbox in this process, the workers as child processes. All on loopback.</summary>
internal sealed class LocalStack : IAsyncDisposable
{
    private readonly LocalStackOptions options;
    private readonly List<WorkerProcess> workers = [];
    private EmbeddedBroker? broker;
    private EmbeddedSchemaRegistry? registry;
    private EngageSandbox? sandbox;
    private bool isAnnounced;

    private LocalStack(LocalStackOptions options) => this.options = options;

    /// <summary>Where everything is.</summary>
    public StackFile File { get; private set; } = null!;

    public EngageSandbox Sandbox => sandbox!;

    /// <summary>Starts everything and writes <c>stack.json</c> last.</summary>
    /// <exception cref="CommandException">A port is taken, another stack runs from the folder, or the cluster does not answer.</exception>
    public static async Task<LocalStack> StartAsync(LocalStackOptions options, CancellationToken cancelled)
    {
        var stack = new LocalStack(options);
        try
        {
            await stack.StartPartsAsync(cancelled);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Why a worker has ended for good; null: none has.</summary>
    public string? Failure => workers.Select(worker => worker.Failure).FirstOrDefault(failure => failure is not null);

    public async ValueTask DisposeAsync()
    {
        if (isAnnounced) StackFile.Remove(options.DataDirectory); // Else the file, if there is one, is another stack's.
        await Task.WhenAll(workers.Select(worker => worker.DisposeAsync().AsTask()));
        if (sandbox is not null) await sandbox.DisposeAsync();
        if (registry is not null) await registry.DisposeAsync();
        if (broker is not null) await broker.DisposeAsync();
    }

    private async Task StartPartsAsync(CancellationToken cancelled)
    {
        var ports = new LocalPorts(options.PortOffset);
        if (StackFile.Find(options.DataDirectory) is { } running && IsAlive(running.Pid))
            throw new CommandException($"A stack is running from {options.DataDirectory} already (process {running.Pid}); stop it, or give another --data.");
        ports.EnsureFree(withBroker: options.Broker is null, withWorkers: options.WithWorkers);
        Directory.CreateDirectory(options.DataDirectory);

        if (options.Broker is null) broker = await EmbeddedBroker.StartAsync(new EmbeddedBrokerOptions
        {
            Port = ports.Broker,
            DataDirectory = Path.Combine(options.DataDirectory, "broker"),
            AutoCreateTopics = false,
            DefaultPartitions = options.Partitions,
            Log = static line => Console.Error.WriteLine("broker: " + line), // What was cut from a damaged log must not pass unseen.
        });
        registry = await EmbeddedSchemaRegistry.StartAsync(new EmbeddedSchemaRegistryOptions { Folder = Path.Combine(options.DataDirectory, "registry"), Port = ports.Registry }, cancelled);
        sandbox = await EngageSandbox.StartAsync(new SandboxOptions
        {
            HttpPort = ports.Sandbox,
            SmtpPort = ports.Smtp,
            SlackRecipients = options.SlackRecipients,
            SlackPostInterval = TimeSpan.Zero, // A replay squeezes hours into seconds; Slack's own limit is what tests switch on.
            SlackTierLimits = SlackTierLimits.Relaxed,
        }, cancelled);

        var cluster = new Cluster(options.Broker ?? broker!.BootstrapServers, registry.Address.ToString().TrimEnd('/'), "engage.", null);
        await TopicsCommand.CreateAsync(cluster, options.Partitions, quiet: true);
        await SchemasCommand.RegisterAsync(cluster, cancelled, quiet: true);
        File = Describe(cluster, ports);
        if (options.WithWorkers) StartWorkers(cluster, ports);
        File.Write(options.DataDirectory);
        isAnnounced = true;
    }

    private StackFile Describe(Cluster cluster, LocalPorts ports) => new()
    {
        Pid = Environment.ProcessId,
        Broker = cluster.Bootstrap,
        Registry = cluster.Registry,
        Sandbox = Sandbox.Address.ToString().TrimEnd('/'),
        Smtp = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Sandbox.SmtpPort}"),
        Metrics = LocalPorts.Workers.ToDictionary(worker => worker, worker => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports.Metrics(worker)}")),
        SlackToken = Sandbox.SlackToken,
        TwilioSid = Sandbox.TwilioSid,
        TwilioToken = Sandbox.TwilioToken,
    };

    private void StartWorkers(Cluster cluster, LocalPorts ports)
    {
        var logs = Directory.CreateDirectory(Path.Combine(options.DataDirectory, "logs")).FullName;
        foreach (var name in LocalPorts.Workers)
        {
            var environment = WorkerEnvironment.Of(name, cluster, File, Sandbox, Path.GetFullPath(options.DataDirectory), DigestSecret());
            workers.Add(new WorkerProcess(name, WorkerExecutable.Find(name), environment, Path.Combine(logs, name + ".log")));
        }
    }

    /// <summary>Made once per folder: under another one no repeat would be recognised.</summary>
    private string DigestSecret()
    {
        var path = Path.Combine(options.DataDirectory, "digest-secret");
        if (!System.IO.File.Exists(path)) System.IO.File.WriteAllText(path, RandomNumberGenerator.GetHexString(48, lowercase: true));
        return System.IO.File.ReadAllText(path).Trim();
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            return !process.HasExited && pid != Environment.ProcessId;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
