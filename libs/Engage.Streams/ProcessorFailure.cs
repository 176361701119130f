namespace Engage.Streams;

/// <summary>What becomes of a record whose processing keeps throwing.</summary>
public enum ProcessorFailure
{
    /// <summary>It goes to the dead letters with the code <c>processor_failed</c>; its neighbours go on.</summary>
    DeadLetter,

    /// <summary>Its task stops; the worker is unhealthy until an operator intervenes.</summary>
    StopTask,
}
