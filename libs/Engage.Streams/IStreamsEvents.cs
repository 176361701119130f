namespace Engage.Streams;

/// <summary>Hears what the engine does, for logs and metrics. Called on worker threads: return at once, throw nothing. Every method may be left out.</summary>
public interface IStreamsEvents
{
    void TaskChanged(string worker, int partition, TaskState state)
    {
    }

    void Committed(in CommitReport report)
    {
    }

    /// <summary>A transaction did not happen; its records come again.</summary>
    /// <param name="cause">From a bounded set, usable as a metric label.</param>
    void Rewound(string worker, string cause, Exception? error)
    {
    }

    /// <summary>The producer was thrown away, because an old request of it might still arrive.</summary>
    void ProducerReplaced(string worker, string cause)
    {
    }

    void DeadLettered(string worker, int partition, Topic input, long offset, DecodeError error)
    {
    }

    /// <summary>A dead letter was cut, because it would not fit into its topic.</summary>
    /// <param name="bytes">Of the original: key, value and headers.</param>
    void DeadLetterCut(string worker, int partition, Topic input, long offset, int bytes)
    {
    }

    /// <summary>Input below the offset that the state has seen was passed over: somebody rewound the group.</summary>
    void InputSkipped(string worker, int partition, Topic input, long from, long to)
    {
    }

    /// <summary>A task's state is complete.</summary>
    void Restored(string worker, int partition, long records, TimeSpan elapsed)
    {
    }

    /// <summary>The local database was thrown away and is rebuilt from the changelog.</summary>
    void StateWiped(string worker, int partition, string reason)
    {
    }

    /// <summary>Log and state contradict each other; the task has stopped.</summary>
    void IntegrityAlarm(string worker, int partition, string what)
    {
    }

    /// <summary>Trouble that the engine deals with by itself.</summary>
    void Fault(string worker, string where, Exception error)
    {
    }
}
