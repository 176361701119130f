namespace Engage.Streams.Runtime;

/// <summary>Gathers what speaks against a worker being well.</summary>
internal sealed class HealthCheck(TimeProvider time)
{
    private static readonly TimeSpan TurnMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);

    private readonly List<string> problems = [];
    private bool isLive = true;
    private bool isReady = true;

    public void NotReady(string why)
    {
        isReady = false;
        problems.Add(why);
    }

    public void Add(WorkerLoop loop)
    {
        var silent = time.GetElapsedTime(loop.LastTurnAt);
        if (loop.LastTurnAt != 0 && silent > TurnMax)
        {
            isLive = false;
            problems.Add($"a thread has not turned for {silent.TotalSeconds:F0} s");
        }

        if (!loop.IsProducerReady) NotReady("the producer is not ready");
        if (loop.IsPausing) problems.Add("pausing after failures");
        foreach (var task in loop.Tasks)
        {
            if (task is not null) Add(task);
        }
    }

    public WorkerHealth Result() => new(isLive, isReady, problems);

    private void Add(StreamTask task)
    {
        if (task.State == TaskState.Stopped) NotReady($"partition {task.Partition} has stopped: {task.StopReason}");
        else if (task.State != TaskState.Running) NotReady($"partition {task.Partition} is {(task.State == TaskState.Restoring ? "restoring" : "starting")}");
        for (var input = 0; input < task.Inputs.Length; input++)
        {
            var wait = task.Waits[input];
            if (wait.IsWaiting && time.GetElapsedTime(wait.Since) > WaitMax)
                problems.Add($"{task.Inputs[input]} has waited {time.GetElapsedTime(wait.Since).TotalSeconds:F0} s for {wait.What}");
        }
    }
}
