namespace Engage.Streams.Runtime;

/// <summary>Nothing the engine can mend: the process ends with the given status.</summary>
internal sealed class WorkerFatalException(WorkerExit exit, string message, Exception? error = null) : StreamsException(message, error)
{
    public WorkerExit Exit { get; } = exit;
}
