using Engage.Streams.Runtime;

namespace Engage.Streams;

/// <summary>A topic the task writes to. What is sent waits in memory and goes out when the transaction commits; an abort forgets it.</summary>
/// <remarks>
/// The partition is murmur2 of the key unless the <c>To</c> forms name one. The record's timestamp is that of the record being processed, or the wall clock in ticks and timers.
/// The raw forms copy their spans and allocate nothing once warm. Used by the task's thread only.
/// </remarks>
public sealed class Output<TKey, TValue>
{
    private readonly OutputBuffer buffer;
    private readonly int outputIndex;
    private readonly Topic<TKey, TValue> topic;

    internal Output(OutputBuffer buffer, int outputIndex, Topic<TKey, TValue> topic, int partitionCount)
    {
        this.buffer = buffer;
        this.outputIndex = outputIndex;
        this.topic = topic;
        PartitionCount = partitionCount;
    }

    /// <summary>How many partitions the topic has.</summary>
    public int PartitionCount { get; }

    public void Send(TKey key, TValue value, HeaderBuffer? headers = null) => SendTo(OutputBuffer.PartitionByKey, key, value, headers);

    /// <param name="partition">0 to <see cref="PartitionCount"/> − 1.</param>
    public void SendTo(int partition, TKey key, TValue value, HeaderBuffer? headers = null)
    {
        var record = buffer.Begin(outputIndex);
        topic.Key.Write(key, record);
        buffer.EndKey();
        topic.Value.Write(value, record);
        buffer.End(partition, PartitionCount, headers);
    }

    /// <summary>Sends a deletion of <paramref name="key"/> to a compacted topic.</summary>
    public void SendTombstone(TKey key, HeaderBuffer? headers = null)
    {
        var record = buffer.Begin(outputIndex);
        topic.Key.Write(key, record);
        buffer.EndKey();
        buffer.EndTombstone(OutputBuffer.PartitionByKey, PartitionCount, headers);
    }

    public void SendRaw(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderBuffer? headers = null) =>
        SendRawTo(OutputBuffer.PartitionByKey, key, value, headers);

    /// <param name="partition">0 to <see cref="PartitionCount"/> − 1.</param>
    public void SendRawTo(int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderBuffer? headers = null)
    {
        buffer.Begin(outputIndex).Write(key);
        buffer.EndKey();
        buffer.Bytes.Write(value);
        buffer.End(partition, PartitionCount, headers);
    }

    /// <summary>Sends a deletion of <paramref name="key"/> to a compacted topic.</summary>
    public void SendRawTombstone(ReadOnlySpan<byte> key, HeaderBuffer? headers = null)
    {
        buffer.Begin(outputIndex).Write(key);
        buffer.EndKey();
        buffer.EndTombstone(OutputBuffer.PartitionByKey, PartitionCount, headers);
    }
}
