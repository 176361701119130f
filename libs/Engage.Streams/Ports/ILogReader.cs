namespace Engage.Streams.Ports;

/// <summary>Reads one partition at a time, committed records only. One thread.</summary>
public interface ILogReader : IDisposable
{
    /// <summary>Reads from there on; replaces what was read before.</summary>
    void Assign(TopicPartitionOffset position);

    /// <summary>Waits up to <paramref name="timeout"/> for the next record or the end of what is committed.</summary>
    PollResult Poll(TimeSpan timeout, out FetchedRecord record);
}
