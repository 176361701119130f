using System.Diagnostics;

namespace Engage.Streams.Runtime;

/// <summary>The outputs of one task since its last commit: an index of records over one arena.</summary>
internal sealed class OutputBuffer(int recordBytesMax)
{
    /// <summary>Stands for "the partitioner decides".</summary>
    public const int PartitionByKey = -1;

    private BufferedRecord[] records = new BufferedRecord[256];
    private BufferedRecord open;
    private bool isOpen;

    public Arena Bytes { get; } = new();

    public int Count { get; private set; }

    public int SizeBytes => Bytes.Length;

    /// <summary>Given to every record until changed; microseconds since the Unix epoch.</summary>
    public long TimestampMicros { get; set; }

    public ref readonly BufferedRecord this[int index] => ref records[index];

    /// <summary>Starts a record; its key is whatever is written to the returned arena before <see cref="EndKey"/>, its value what follows.</summary>
    public Arena Begin(int outputIndex)
    {
        if (isOpen) Bytes.Truncate(open.Start); // A serde threw half-way and the processor went on.
        isOpen = true;
        open = new BufferedRecord { OutputIndex = outputIndex, Start = Bytes.Length, TimestampMicros = TimestampMicros };
        return Bytes;
    }

    public void EndKey() => open.KeyLength = Bytes.Length - open.Start;

    public void End(int partition, int partitionCount, HeaderBuffer? headers)
    {
        open.ValueLength = Bytes.Length - open.Start - open.KeyLength;
        Close(partition, partitionCount, headers);
    }

    public void EndTombstone(int partition, int partitionCount, HeaderBuffer? headers)
    {
        open.ValueLength = BufferedRecord.NoValue;
        Close(partition, partitionCount, headers);
    }

    public ReadOnlySpan<byte> Key(in BufferedRecord record) => Bytes.Slice(record.Start, record.KeyLength);

    public ReadOnlySpan<byte> Value(in BufferedRecord record) =>
        record.IsTombstone ? default : Bytes.Slice(record.Start + record.KeyLength, record.ValueLength);

    public ReadOnlySpan<byte> Headers(in BufferedRecord record) =>
        Bytes.Slice(record.Start + record.KeyLength + Math.Max(0, record.ValueLength), record.HeadersLength);

    /// <summary>Forgets what was sent after the first <paramref name="count"/> records.</summary>
    public void TruncateTo(int count)
    {
        if (count < Count) Bytes.Truncate(records[count].Start);
        Count = count;
        isOpen = false;
    }

    public void Clear()
    {
        Bytes.Clear();
        Count = 0;
        isOpen = false;
    }

    private void Close(int partition, int partitionCount, HeaderBuffer? headers)
    {
        if (!isOpen) throw new UnreachableException("A record was ended that was not begun.");
        isOpen = false;
        open.Partition = partition == PartitionByKey ? Partitioner.PartitionOf(Key(open), partitionCount) : partition;
        if ((uint)open.Partition >= (uint)partitionCount)
        {
            Bytes.Truncate(open.Start);
            throw new ArgumentOutOfRangeException(nameof(partition), partition, $"The topic has partitions 0 to {partitionCount - 1}.");
        }

        var size = Bytes.Length - open.Start + (headers?.View.Encoded.Length ?? 0);
        if (size > recordBytesMax)
        {
            Bytes.Truncate(open.Start);
            throw new InvalidOperationException($"An output record of {size} bytes exceeds the {recordBytesMax} that a topic takes.");
        }

        if (headers is not null)
        {
            Bytes.Write(headers.View.Encoded);
            open.HeadersLength = headers.View.Encoded.Length;
        }

        if (Count == records.Length) Array.Resize(ref records, Count * 2);
        records[Count++] = open;
    }
}
