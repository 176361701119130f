using Engage.Hosting.Logging;
using Engage.Hosting.Metrics;
using Engage.Streams;

using Microsoft.Extensions.Logging;

namespace Engage.Hosting.Running;

/// <summary>Tells the log and the metrics what the engine does.</summary>
internal sealed class WorkerEvents(ILogger logger, WorkerMetrics metrics) : IStreamsEvents
{
    public void TaskChanged(string worker, int partition, TaskState state) => Log.TaskChanged(logger, partition, state);

    public void Committed(in CommitReport report) => metrics.Committed(report);

    public void Rewound(string worker, string cause, Exception? error)
    {
        metrics.Rewound(cause);
        Log.Rewound(logger, cause, error);
    }

    public void ProducerReplaced(string worker, string cause)
    {
        metrics.ProducerReplaced(cause);
        Log.ProducerReplaced(logger, cause);
    }

    public void DeadLettered(string worker, int partition, Topic input, long offset, DecodeError error)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(error);
        metrics.Rejected(input, error.Code);
        Log.DeadLettered(logger, input.Name, partition, offset, error.Reason);
    }

    public void DeadLetterCut(string worker, int partition, Topic input, long offset, int bytes)
    {
        ArgumentNullException.ThrowIfNull(input);
        metrics.DeadLetterCut(input);
        Log.DeadLetterCut(logger, input.Name, partition, offset, bytes);
    }

    public void InputSkipped(string worker, int partition, Topic input, long from, long to)
    {
        ArgumentNullException.ThrowIfNull(input);
        metrics.Skipped(to - from);
        Log.InputSkipped(logger, input.Name, partition, from, to);
    }

    public void Restored(string worker, int partition, long records, TimeSpan elapsed)
    {
        metrics.Restored(records, elapsed);
        Log.Restored(logger, partition, records, (long)elapsed.TotalMilliseconds);
    }

    public void StateWiped(string worker, int partition, string reason)
    {
        metrics.Wiped();
        Log.StateWiped(logger, partition, reason);
    }

    public void IntegrityAlarm(string worker, int partition, string what)
    {
        metrics.Alarmed();
        Log.IntegrityAlarm(logger, partition, what);
    }

    public void Fault(string worker, string where, Exception error)
    {
        metrics.Faulted(where.Split(" of partition ")[0]); // The partition stands in the log; as a label it would multiply the series.
        Log.Fault(logger, where, error);
    }
}
