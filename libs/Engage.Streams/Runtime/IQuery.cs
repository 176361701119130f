namespace Engage.Streams.Runtime;

/// <summary>A read of a task's state that waits for its thread.</summary>
internal interface IQuery
{
    void Run(IReadOnlyList<StreamTask?> tasks);
}
