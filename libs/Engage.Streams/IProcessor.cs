namespace Engage.Streams;

/// <summary>
/// The work of one task: one partition of every input. Everything it does between two commits (stores, outputs, timers, input offsets) becomes visible together or not at all.
/// </summary>
/// <remarks>
/// Called by one thread only. After an aborted transaction the engine builds a new processor with the topology's factory and feeds the records again, unless the processor
/// is <see cref="IRewindable"/>. If it is <see cref="IDisposable"/>, it is disposed when its task closes or is rebuilt. An exception that leaves a method rewinds the transaction and repeats it.
/// </remarks>
public interface IProcessor
{
    /// <summary>Handles one record. Must be a function of the record, the stores and the definitions as of an offset: no clock, nothing that a replay would see differently.</summary>
    ProcessResult Process(in InputRecord record);

    /// <summary>Called once per turn of the worker's loop: after each batch of records, after <see cref="ITaskContext.Wake"/>, and at least every <see cref="Topology.TickInterval"/>.</summary>
    /// <param name="nowMicros">Wall clock, microseconds since the Unix epoch. May jump.</param>
    void OnTick(long nowMicros)
    {
    }

    /// <summary>A timer set with <see cref="ITaskContext.Timers"/> is due; it has been removed already, in this transaction.</summary>
    /// <param name="fireAtMicros">When it was due; at or before <paramref name="nowMicros"/>.</param>
    /// <param name="owner">The bytes it was set with; valid during the call.</param>
    void OnTimer(long fireAtMicros, ReadOnlySpan<byte> owner, long nowMicros)
    {
    }

    /// <summary>The transaction with everything done so far is committed and applied to the stores. Start external effects only here, on the strength of what has been committed.</summary>
    void OnCommitted()
    {
    }
}
