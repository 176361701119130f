namespace Engage.Streams.Runtime;

/// <summary>Log and state of a task contradict each other: stop the task, others go on.</summary>
internal sealed class IntegrityException(string what) : StreamsException(what);
