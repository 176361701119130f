using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>Copies of records of one partition that wait behind one that cannot be processed yet.</summary>
internal sealed class HeldRecords
{
    private readonly Arena bytes = new();
    private readonly List<Held> records = [];
    private int head;

    public int Count => records.Count - head;

    public int SizeBytes => bytes.Length;

    public void Add(in FetchedRecord record)
    {
        records.Add(new Held(record.Offset, record.TimestampMicros, bytes.Length, record.Key.Length, record.HasKey, record.Value.Length, record.HasValue, record.Headers.Encoded.Length));
        bytes.Write(record.Key);
        bytes.Write(record.Value);
        bytes.Write(record.Headers.Encoded);
    }

    /// <summary>The oldest; valid until something is added or removed.</summary>
    public FetchedRecord Peek(int topicIndex, int partition)
    {
        var held = records[head];
        return new FetchedRecord
        {
            TopicIndex = topicIndex,
            Partition = partition,
            Offset = held.Offset,
            TimestampMicros = held.TimestampMicros,
            Key = bytes.Slice(held.Start, held.KeyLength),
            HasKey = held.HasKey,
            Value = bytes.Slice(held.Start + held.KeyLength, held.ValueLength),
            HasValue = held.HasValue,
            Headers = new HeaderView(bytes.Slice(held.Start + held.KeyLength + held.ValueLength, held.HeadersLength)),
        };
    }

    public void RemoveFirst()
    {
        if (++head == records.Count) Clear();
    }

    public void Clear()
    {
        records.Clear();
        bytes.Clear();
        head = 0;
    }

    private readonly record struct Held(long Offset, long TimestampMicros, int Start, int KeyLength, bool HasKey, int ValueLength, bool HasValue, int HeadersLength);
}
