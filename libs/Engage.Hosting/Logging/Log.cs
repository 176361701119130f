using Engage.Streams;

using Microsoft.Extensions.Logging;

namespace Engage.Hosting.Logging;

/// <summary>Everything the host logs. State changes, not records; no customer data. Ids are never given out twice.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Worker} {Version} starts: {Topology}")]
    public static partial void Starting(ILogger logger, string worker, string version, string topology);

    [LoggerMessage(2, LogLevel.Information, "Metrics and health are served at {Address}")]
    public static partial void Serving(ILogger logger, string address);

    [LoggerMessage(3, LogLevel.Information, "State memory: {Budget}")]
    public static partial void StateMemory(ILogger logger, string budget);

    [LoggerMessage(4, LogLevel.Warning, "State:MemoryBudget {Configured} cannot carry {Tasks} tasks; taking {Needed} MiB")]
    public static partial void StateMemoryRaised(ILogger logger, string configured, int tasks, long needed);

    [LoggerMessage(5, LogLevel.Information, "{Count} topics are bound to their registered schemas")]
    public static partial void SchemasBound(ILogger logger, int count);

    [LoggerMessage(6, LogLevel.Warning, "The schema registry does not answer; trying again in {PauseSeconds} s: {Reason}")]
    public static partial void RegistryAway(ILogger logger, double pauseSeconds, string reason);

    [LoggerMessage(7, LogLevel.Error, "Not started: {Reason}")]
    public static partial void NotStarted(ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Information, "Asked to stop")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(9, LogLevel.Information, "Ended: {Exit}, status {Status}")]
    public static partial void Ended(ILogger logger, WorkerExit exit, int status);

    [LoggerMessage(10, LogLevel.Critical, "Ended: {Exit}, status {Status}")]
    public static partial void EndedByFault(ILogger logger, WorkerExit exit, int status, Exception? error);

    [LoggerMessage(11, LogLevel.Error, "The stop took longer than {TimeoutSeconds} s and is not waited for; the next start recovers as from a crash")]
    public static partial void StopTimedOut(ILogger logger, double timeoutSeconds);

    [LoggerMessage(20, LogLevel.Information, "Task {Partition} is {State}")]
    public static partial void TaskChanged(ILogger logger, int partition, TaskState state);

    [LoggerMessage(21, LogLevel.Warning, "Transaction lost ({Cause}); its records come again")]
    public static partial void Rewound(ILogger logger, string cause, Exception? error);

    [LoggerMessage(22, LogLevel.Warning, "Producer replaced ({Cause})")]
    public static partial void ProducerReplaced(ILogger logger, string cause);

    [LoggerMessage(23, LogLevel.Warning, "Record {Topic}/{Partition}/{Offset} went to the dead letters: {Reason}")]
    public static partial void DeadLettered(ILogger logger, string topic, int partition, long offset, string reason);

    [LoggerMessage(29, LogLevel.Warning, "The dead letter of {Topic}/{Partition}/{Offset} was cut: its {Bytes} bytes do not fit into the topic")]
    public static partial void DeadLetterCut(ILogger logger, string topic, int partition, long offset, int bytes);

    [LoggerMessage(24, LogLevel.Warning, "Input {Topic}/{Partition} from {From} to {To} was seen before and is passed over: the group was rewound")]
    public static partial void InputSkipped(ILogger logger, string topic, int partition, long from, long to);

    [LoggerMessage(25, LogLevel.Information, "Task {Partition} restored {Records} records in {Milliseconds} ms")]
    public static partial void Restored(ILogger logger, int partition, long records, long milliseconds);

    [LoggerMessage(26, LogLevel.Error, "State of task {Partition} was wiped and is rebuilt from the changelog: {Reason}")]
    public static partial void StateWiped(ILogger logger, int partition, string reason);

    [LoggerMessage(27, LogLevel.Critical, "Task {Partition} has stopped, for its state contradicts the log: {Reason}")]
    public static partial void IntegrityAlarm(ILogger logger, int partition, string reason);

    [LoggerMessage(28, LogLevel.Warning, "Trouble at {Place}")]
    public static partial void Fault(ILogger logger, string place, Exception error);

    [LoggerMessage(30, LogLevel.Warning, "{Probe} does not answer: {Reason}")]
    public static partial void ProbeFailed(ILogger logger, string probe, string reason);

    [LoggerMessage(31, LogLevel.Information, "{Probe} answers")]
    public static partial void ProbeAnswered(ILogger logger, string probe);
}
