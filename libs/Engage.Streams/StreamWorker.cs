using Engage.Streams.Ports;
using Engage.Streams.Runtime;

namespace Engage.Streams;

/// <summary>A worker process's engine: starts the threads of a topology, watches and ends them. One per process; thread-safe.</summary>
/// <remarks>
/// After <see cref="Start"/> it runs until <see cref="RequestStop"/> or a fault that it cannot mend; <see cref="Completion"/> then tells the process exit status. Killing the process at any instant is as safe as stopping it.
/// </remarks>
public sealed class StreamWorker : IDisposable
{
    /// <summary>A stop that takes longer is not waited for; the next start recovers as from a crash.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan StartRetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TablePoll = TimeSpan.FromMilliseconds(50);

    private readonly Topology topology;
    private readonly StreamsOptions options;
    private readonly IStreamClient client;
    private readonly IStateStoreFactory stores;
    private readonly IStreamsEvents events;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource<WorkerExit> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim stopping = new();
    private readonly Lock ending = new();
    private WorkerLoop[] loops = [];
    private GlobalTableFollower? tables;
    private WorkerExit exit = WorkerExit.Stopped;
    private Thread? supervisor;

    /// <param name="events">Null: nobody listens.</param>
    /// <param name="time">Null: the system's clock.</param>
    public StreamWorker(Topology topology, StreamsOptions options, IStreamClient client, IStateStoreFactory stores, IStreamsEvents? events = null, TimeProvider? time = null)
    {
        this.topology = topology;
        this.options = options;
        this.client = client;
        this.stores = stores;
        this.events = events ?? new NoEvents();
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>Ends when the worker has ended; never faults.</summary>
    public Task<WorkerExit> Completion => completion.Task;

    /// <summary>What ended it, if not a stop.</summary>
    public Exception? Failure { get; private set; }

    public void Start()
    {
        if (supervisor is not null) throw new InvalidOperationException("The worker was started before.");
        supervisor = new Thread(Supervise) { IsBackground = true, Name = $"{topology.Name}-supervisor" };
        supervisor.Start();
    }

    /// <summary>Asks it to commit, hand its partitions back and end; returns at once.</summary>
    public void RequestStop() => stopping.Set();

    public WorkerHealth CheckHealth()
    {
        var health = new HealthCheck(time);
        if (tables is not { IsComplete: true }) health.NotReady("global tables are being read");
        if (loops.Length == 0) health.NotReady("starting");
        foreach (var loop in loops) health.Add(loop);
        return health.Result();
    }

    public WorkerStatistics ReadStatistics()
    {
        var counters = loops.Select(loop => loop.Counters).ToArray();
        return new WorkerStatistics(
            counters.Sum(counter => Volatile.Read(ref counter.Records)),
            counters.Sum(counter => Volatile.Read(ref counter.Skipped)),
            counters.Sum(counter => Volatile.Read(ref counter.DeadLetters)),
            counters.Sum(counter => Volatile.Read(ref counter.Commits)),
            counters.Sum(counter => Volatile.Read(ref counter.Rewinds)),
            counters.Sum(counter => Volatile.Read(ref counter.ProducersReplaced)));
    }

    /// <summary>The tasks that this process owns, by partition.</summary>
    public IReadOnlyList<TaskStatus> ReadTasks() => [.. loops.SelectMany(loop => loop.ReadStatus()).OrderBy(task => task.Partition)];

    /// <summary>Runs a read on the thread of the task that owns <paramref name="partition"/>; it sees committed state only.</summary>
    /// <exception cref="TaskNotHereException">The task is not owned by this process, or not running.</exception>
    public Task<T> QueryAsync<T>(int partition, Func<ITaskQuery, T> read)
    {
        foreach (var loop in loops)
        {
            if (loop.Owns(partition)) return loop.Query(partition, read);
        }

        return Task.FromException<T>(new TaskNotHereException(topology.Name, partition));
    }

    public void Dispose()
    {
        RequestStop();
        supervisor?.Join(StopMax);
        stopping.Dispose();
    }

    private void Supervise()
    {
        try
        {
            using var directory = InstanceDirectory.Open(options);
            using var admin = client.CreateAdmin();
            using var restorer = new ThreadedRestorer(client, options.RestoreThreads);
            if (LoadPlan(admin) is not { } plan) return;

            using var follower = tables = new GlobalTableFollower(plan, client, admin);
            var followerThread = StartThread("tables", () => FollowTables(follower));
            if (topology.GlobalTables.Count == 0 || WaitForTables(follower))
            {
                loops = [.. Enumerable.Range(0, options.Threads).Select(thread =>
                    new WorkerLoop(plan, thread, new WorkerServices(client, admin, stores, restorer, events, time, Failpoints.FromEnvironment(), directory.InstanceId)))];
                var threads = loops.Select((loop, number) => StartThread(number.ToString(System.Globalization.CultureInfo.InvariantCulture), () => RunLoop(loop))).ToArray();
                stopping.Wait();
                JoinAll([.. threads, followerThread]);
            }
        }
        catch (Exception error) when (error is StreamsException or ClientException)
        {
            EndWith(error);
        }
        finally
        {
            completion.TrySetResult(exit);
        }
    }

    private WorkerPlan? LoadPlan(ITopicAdmin admin)
    {
        while (true)
        {
            try
            {
                return WorkerPlan.Load(topology, options, admin);
            }
            catch (ClientException away) when (away.Fault is ClientFault.Retriable or ClientFault.Transport)
            {
                events.Fault(topology.Name, "start", away);
                if (stopping.Wait(StartRetryPause)) return null;
            }
        }
    }

    private void FollowTables(GlobalTableFollower follower)
    {
        while (!stopping.IsSet)
        {
            try
            {
                if (topology.GlobalTables.Count == 0) stopping.Wait();
                else follower.Step(TablePoll);
            }
            catch (ClientException trouble) when (trouble.Fault is ClientFault.Retriable or ClientFault.Transport)
            {
                events.Fault(topology.Name, "global table", trouble);
                stopping.Wait(StartRetryPause);
            }
        }
    }

    private bool WaitForTables(GlobalTableFollower follower)
    {
        while (!follower.IsComplete)
        {
            if (stopping.Wait(TablePoll)) return false;
        }

        return true;
    }

    private void RunLoop(WorkerLoop loop)
    {
        using (loop)
        {
            while (!stopping.IsSet) loop.RunOnce();
            if (exit == WorkerExit.Stopped) loop.Shutdown();
        }
    }

    private Thread StartThread(string name, Action run)
    {
        var thread = new Thread(() => Guard(run)) { IsBackground = true, Name = $"{topology.Name}-{name}" };
        thread.Start();
        return thread;
    }

    /// <summary>Top of every thread: whatever reaches it ends the worker.</summary>
    private void Guard(Action run)
    {
        try
        {
            run();
        }
#pragma warning disable CA1031 // The one place where everything is caught: an exception that left a thread would end the process without its exit status.
        catch (Exception error)
#pragma warning restore CA1031
        {
            EndWith(error);
        }
    }

    private void EndWith(Exception error)
    {
        lock (ending)
        {
            if (Failure is null)
            {
                Failure = error;
                exit = error is WorkerFatalException fatal ? fatal.Exit : WorkerExit.Failed;
                events.Fault(topology.Name, "worker", error);
            }
        }

        stopping.Set();
    }

    private void JoinAll(Thread[] threads)
    {
        var started = time.GetTimestamp();
        foreach (var thread in threads)
        {
            var rest = StopMax - time.GetElapsedTime(started);
            if (rest <= TimeSpan.Zero || !thread.Join(rest))
                events.Fault(topology.Name, "stop", new TimeoutException($"Thread {thread.Name} did not end within {StopMax.TotalSeconds} s; the next start recovers as from a crash."));
        }
    }

    private sealed class NoEvents : IStreamsEvents;
}
