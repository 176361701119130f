using Engage.Streams.Runtime;
using Engage.Streams.Testing;
using Engage.Streams.Testing.Cluster;

namespace Engage.Streams.Tests.Simulation;

/// <summary>A worker process with a disk of its own: the production loop, started, stepped, frozen and killed by the scheduler.</summary>
internal sealed class SimulatedProcess(string name, Topology topology, InMemoryCluster cluster, INetwork network, Protections off, Action<string> atFailpoint) : IDisposable
{
    private readonly RecordingEvents events = new();
    private WorkerLoop? loop;
    private bool isStepping;

    public InMemoryStateStores Disk { get; private set; } = new();

    public bool IsUp => loop is not null;

    public IReadOnlyList<string> Troubles => events.Troubles;

    public IEnumerable<StreamTask> Tasks => loop is null ? [] : loop.Tasks.Where(task => task is not null).Select(task => task!);

    public void Start()
    {
        var client = new InMemoryClient(cluster, network);
        var admin = client.CreateAdmin();
        var options = new StreamsOptions { StateDirectory = "memory", InstanceId = name, TopicPrefix = string.Empty };
        var services = new WorkerServices(client, admin, Disk, new InlineRestorer(client), events, cluster.Time, new Failpoints([], off, atFailpoint), name);
        loop = new WorkerLoop(WorkerPlan.Load(topology, options, admin), 0, services);
    }

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

    public void Kill()
    {
        loop = null;
        Disk.ReleaseLocks();
    }

    public void Dispose() => loop?.Dispose();

    public void LoseDisk() => Disk = new InMemoryStateStores();
}
