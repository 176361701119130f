using System.Reflection;

using Engage.Streams;

using TaskStatus = Engage.Streams.TaskStatus;

namespace Engage.Hosting.Running;

/// <summary>What is known of the process, for health and metrics. Thread-safe.</summary>
internal sealed class WorkerStatus(string worker, TimeProvider time)
{
    /// <summary>After this the cluster counts as away.</summary>
    public static readonly TimeSpan ContactAgeMax = TimeSpan.FromSeconds(30);

    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private volatile Engine? engine;
    private volatile string? waitingFor = "configuration";
    private volatile string? registryProblem;
    private volatile bool isStopping;
    private long brokerContactTicks;

    public string Worker { get; } = worker;

    public string Version { get; } = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Null: the cluster has not answered yet.</summary>
    public DateTimeOffset? BrokerContactAt => Interlocked.Read(ref brokerContactTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public IReadOnlyList<TaskStatus> Tasks => engine?.ReadTasks() ?? [];

    public WorkerState State
    {
        get
        {
            if (isStopping) return WorkerState.Stopping;
            if (engine is null) return WorkerState.Starting;
            if (Tasks.Any(task => task.State is TaskState.Assigned or TaskState.Restoring)) return WorkerState.Restoring;
            return Problems().Count == 0 ? WorkerState.Running : WorkerState.Degraded;
        }
    }

    /// <summary>False: only a restart helps.</summary>
    public bool IsLive => engine?.CheckHealth().IsLive ?? true;

    public bool IsReady => !isStopping && engine is { } running && running.CheckHealth().IsReady && OutsideProblems().Count == 0;

    /// <summary>What an operator should look at.</summary>
    public IReadOnlyList<string> Problems()
    {
        if (engine is not { } running) return [$"waiting for {waitingFor}"];
        return [.. running.CheckHealth().Problems, .. OutsideProblems()];
    }

    public void WaitingFor(string what) => waitingFor = what;

    public void Started(Func<WorkerHealth> checkHealth, Func<IReadOnlyList<TaskStatus>> readTasks) => engine = new(checkHealth, readTasks);

    public void Stopping() => isStopping = true;

    public void BrokerAnswered() => Interlocked.Exchange(ref brokerContactTicks, time.GetUtcNow().UtcTicks);

    /// <param name="problem">Null: it answers.</param>
    public void RegistryAnswered(string? problem) => registryProblem = problem;

    private List<string> OutsideProblems()
    {
        var problems = new List<string>();
        if (BrokerContactAt is not { } contact) problems.Add("the cluster has not answered yet");
        else if (time.GetUtcNow() - contact > ContactAgeMax) problems.Add($"the cluster has not answered since {contact:O}");
        if (registryProblem is { } reason) problems.Add($"the schema registry does not answer: {reason}");
        return problems;
    }

    /// <summary>The questions that a running engine answers.</summary>
    private sealed record Engine(Func<WorkerHealth> CheckHealth, Func<IReadOnlyList<TaskStatus>> ReadTasks);
}
