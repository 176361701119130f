using Engage.Streams.State;

namespace Engage.Streams.Runtime;

/// <summary>A read with its answer.</summary>
internal sealed class Query<T>(string worker, int partition, Func<ITaskQuery, T> read) : IQuery
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => answer.Task;

    public void Run(IReadOnlyList<StreamTask?> tasks)
    {
        if (tasks[partition] is not { State: TaskState.Running } task)
        {
            answer.SetException(new TaskNotHereException(worker, partition));
            return;
        }

        try
        {
            answer.SetResult(read(new TaskQuery(task)));
        }
#pragma warning disable CA1031 // Whatever the asker's code throws is the asker's to see, not the worker's.
        catch (Exception error)
#pragma warning restore CA1031
        {
            answer.SetException(error);
        }
    }
}
