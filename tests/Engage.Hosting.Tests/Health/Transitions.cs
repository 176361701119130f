using Engage.Hosting.Running;
using Engage.Streams;

using TaskStatus = Engage.Streams.TaskStatus;

namespace Engage.Hosting.Tests.Health;

public sealed class Transitions
{
    private static readonly WorkerHealth Well = new(IsLive: true, IsReady: true, []);

    private readonly ManualTime time = new();
    private readonly WorkerStatus status;
    private WorkerHealth engine = Well;
    private TaskStatus[] tasks = [Task(0, TaskState.Running)];

    public Transitions() => status = new WorkerStatus("accumulator", time);

    [Fact]
    public void A_process_that_waits_for_the_registry_lives_but_is_not_ready()
    {
        status.WaitingFor("the schema registry");

        Expect(WorkerState.Starting, isLive: true, isReady: false, "waiting for the schema registry");
    }

    [Fact]
    public void A_worker_whose_tasks_run_and_whose_cluster_answers_is_ready()
    {
        Start();

        Expect(WorkerState.Running, isLive: true, isReady: true);
    }

    [Fact]
    public void A_worker_that_restores_is_not_ready_and_lives()
    {
        Start();
        engine = new(IsLive: true, IsReady: false, ["partition 1 is restoring"]);
        tasks = [Task(0, TaskState.Running), Task(1, TaskState.Restoring)];

        Expect(WorkerState.Restoring, isLive: true, isReady: false, "partition 1 is restoring");
    }

    [Fact]
    public void A_stopped_task_degrades_the_worker()
    {
        Start();
        engine = new(IsLive: true, IsReady: false, ["partition 1 has stopped: state ahead of the log"]);
        tasks = [Task(0, TaskState.Running), Task(1, TaskState.Stopped)];

        Expect(WorkerState.Degraded, isLive: true, isReady: false, "partition 1 has stopped: state ahead of the log");
    }

    [Fact]
    public void A_thread_that_does_not_turn_ends_liveness()
    {
        Start();
        engine = new(IsLive: false, IsReady: true, ["a thread has not turned for 31 s"]);

        Expect(WorkerState.Degraded, isLive: false, isReady: true, "a thread has not turned for 31 s");
    }

    [Fact]
    public void A_cluster_that_is_silent_for_more_than_30_seconds_ends_readiness_and_not_liveness()
    {
        Start();
        time.Advance(TimeSpan.FromSeconds(30));
        Expect(WorkerState.Running, isLive: true, isReady: true);

        time.Advance(TimeSpan.FromSeconds(1));
        Expect(WorkerState.Degraded, isLive: true, isReady: false, "the cluster has not answered since 2026-12-01T09:00:00.0000000+00:00");

        status.BrokerAnswered();
        Expect(WorkerState.Running, isLive: true, isReady: true);
    }

    [Fact]
    public void A_cluster_that_never_answered_is_told()
    {
        status.Started(() => engine, () => tasks);

        Expect(WorkerState.Degraded, isLive: true, isReady: false, "the cluster has not answered yet");
    }

    [Fact]
    public void A_registry_that_does_not_answer_ends_readiness_until_it_does()
    {
        Start();
        status.RegistryAnswered("connection refused");
        Expect(WorkerState.Degraded, isLive: true, isReady: false, "the schema registry does not answer: connection refused");

        status.RegistryAnswered(null);
        Expect(WorkerState.Running, isLive: true, isReady: true);
    }

    [Fact]
    public void A_worker_that_stops_takes_no_more_work()
    {
        Start();
        status.Stopping();

        Expect(WorkerState.Stopping, isLive: true, isReady: false);
    }

    private static TaskStatus Task(int partition, TaskState state) =>
        new(partition, state, StopReason: null, Lag: 0, RestoreRemaining: 0, UncommittedBytes: 0, CacheHits: 0, CacheMisses: 0);

    private void Start()
    {
        status.Started(() => engine, () => tasks);
        status.BrokerAnswered();
    }

    private void Expect(WorkerState state, bool isLive, bool isReady, params string[] problems)
    {
        Assert.Equal(state, status.State);
        Assert.Equal(isLive, status.IsLive);
        Assert.Equal(isReady, status.IsReady);
        Assert.Equal(problems, status.Problems());
    }
}
