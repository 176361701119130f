using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>A reader's place in a log; skips what read_committed does not show.</summary>
internal sealed class LogPosition(BrokerLog log)
{
    private long reportedEnd = -1;

    public BrokerLog Log { get; } = log;

    public long Next { get; private set; } = -1;

    public bool IsPaused { get; set; }

    public void Seek(long offset)
    {
        Next = offset;
        reportedEnd = -1;
    }

    public PollResult Read(int topicIndex, out FetchedRecord record)
    {
        record = default;
        if (IsPaused || Next < 0) return PollResult.Nothing;
        if (Next < Log.Start) throw new ClientException(ClientFault.OffsetGone, "OffsetOutOfRange", $"{Log.Partition} starts at {Log.Start}.", partition: Log.Partition);

        var end = Log.StableEnd;
        while (Next < end && !Log.Entries[(int)Next].IsReadable) Next++;
        if (Next < end)
        {
            record = AsFetched(Log.Entries[(int)Next++], topicIndex);
            return PollResult.Record;
        }

        if (reportedEnd == Next) return PollResult.Nothing;
        reportedEnd = Next;
        record = new FetchedRecord { TopicIndex = topicIndex, Partition = Log.Partition.Partition, Offset = Next };
        return PollResult.EndOfPartition;
    }

    private FetchedRecord AsFetched(LogEntry entry, int topicIndex) => new()
    {
        TopicIndex = topicIndex,
        Partition = Log.Partition.Partition,
        Offset = entry.Offset,
        TimestampMicros = entry.TimestampMicros,
        Key = entry.Key,
        HasKey = entry.Key is not null,
        Value = entry.Value,
        HasValue = entry.Value is not null,
        Headers = new HeaderView(entry.Headers),
    };
}
