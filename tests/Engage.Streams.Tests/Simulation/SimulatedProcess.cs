using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing;
using Engage.Streams.Testing.Cluster;

namespace Engage.Streams.Tests.Simulation;

/// <summary>A worker process with a disk of its own: the production loop, started, stepped, frozen and killed by the scheduler.</summary>
internal sealed class SimulatedProcess(string name, Func<Topology> build, InMemoryCluster cluster, INetwork network, SimulatedDisk disk, Protections off, Action<string> atFailpoint) : IDisposable
{
    private readonly RecordingEvents events = new();
    private WorkerLoop? loop;
    private GlobalTableFollower? tables;
    private bool isStepping;

    public SimulatedDisk Disk { get; } = disk;

    public bool IsUp => loop is not null;

    public WorkerLoop? Loop => loop;

    public IReadOnlyList<string> Troubles => events.Troubles;

    public IEnumerable<StreamTask> Tasks => loop is null ? [] : loop.Tasks.Where(task => task is not null).Select(task => task!);

    /// <summary>How this process is set up beyond the defaults.</summary>
    public Func<StreamsOptions, StreamsOptions> Configure { get; init; } = options => options;

    /// <summary>What the process goes by; the cluster's time unless told otherwise.</summary>
    public TimeProvider Clock { get; init; } = cluster.Time;

    /// <summary>Put between engine and cluster.</summary>
    public Func<IStreamClient, IStreamClient> Disguise { get; init; } = client => client;

    public void Start()
    {
        var topology = build(); // A new process knows nothing of the old one's tables.
        var client = Disguise(new InMemoryClient(cluster, network));
        var admin = client.CreateAdmin();
        var options = Configure(new StreamsOptions { StateDirectory = "memory", InstanceId = name, TopicPrefix = string.Empty });
        var services = new WorkerServices(client, admin, Disk, new InlineRestorer(client), events, Clock, new Failpoints([], off, atFailpoint), name);
        var plan = WorkerPlan.Load(topology, options, admin);
        tables = new GlobalTableFollower(plan, client, admin);
        while (!tables.IsComplete) tables.Step(TimeSpan.Zero);
        loop = new WorkerLoop(plan, 0, services);
    }

    /// <summary>Lets the thread that follows the global tables do some work.</summary>
    public void FollowTables() => tables?.Step(TimeSpan.Zero);

    /// <summary>One turn of the loop; a process that crashes or gives up is down afterwards.</summary>
    public void Step()
    {
        if (loop is null || isStepping) return;
        isStepping = true;
        try
        {
            loop.RunOnce();
        }
        catch (SimulatedCrash)
        {
            Kill();
        }
        catch (WorkerFatalException gaveUp)
        {
            events.Troubles.Add($"exit {gaveUp.Exit}: {gaveUp.Message}");
            Kill();
        }
        finally
        {
            isStepping = false;
        }
    }

    /// <summary>What SIGTERM does.</summary>
    public void Terminate()
    {
        loop!.Shutdown();
        loop.Dispose();
        Kill();
    }

    public void Kill()
    {
        loop = null;
        tables?.Dispose();
        tables = null;
        Disk.Files.ReleaseLocks();
    }

    public void Dispose() => Kill();
}
