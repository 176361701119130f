namespace Engage.Streams.Ports;

/// <summary>What a poll found.</summary>
public enum PollResult
{
    /// <summary>Nothing within the time; rebalance callbacks may have run.</summary>
    Nothing,

    Record,

    /// <summary>A partition has been read to its end; its offset says where that is.</summary>
    EndOfPartition,
}
