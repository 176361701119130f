namespace Engage.Streams;

/// <summary>The asked-for task is not run by this process at the moment: ask another instance, or again.</summary>
public sealed class TaskNotHereException : StreamsException
{
    internal TaskNotHereException(string worker, int partition)
        : base($"{worker}[{partition}] is not running in this process.")
    {
    }
}
