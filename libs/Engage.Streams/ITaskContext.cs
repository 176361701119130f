namespace Engage.Streams;

/// <summary>What the engine offers to the processor of one task. Handed to the topology's factory; open stores and outputs there, once.</summary>
/// <remarks>For the task's thread only, <see cref="Wake"/> excepted.</remarks>
public interface ITaskContext
{
    /// <summary>The partition, of every input, that this task owns.</summary>
    int Partition { get; }

    /// <summary>How many partitions the inputs have.</summary>
    int PartitionCount { get; }

    /// <summary>Highest record timestamp this task has seen, in microseconds since the Unix epoch; survives restarts; 0 before the first record.</summary>
    long StreamTimeMicros { get; }

    ITimers Timers { get; }

    /// <summary>Opens a store that the topology names.</summary>
    /// <exception cref="InvalidOperationException">The topology does not name it.</exception>
    IKeyValueStore<TKey, TValue> Open<TKey, TValue>(Store<TKey, TValue> store);

    /// <summary>Opens a store that the topology names, as bytes.</summary>
    /// <exception cref="InvalidOperationException">The topology does not name it.</exception>
    IBytesStore OpenBytes(Store store);

    /// <summary>Opens a topic that the topology names with <c>To</c>.</summary>
    /// <exception cref="InvalidOperationException">The topology does not name it.</exception>
    Output<TKey, TValue> Output<TKey, TValue>(Topic<TKey, TValue> topic);

    /// <summary>Asks for a commit at the next turn, not waiting for quiet.</summary>
    void RequestCommit();

    /// <summary>Has <see cref="IProcessor.OnTick"/> called soon, e.g. because an external call has completed. Safe from any thread, at any time.</summary>
    void Wake();
}
