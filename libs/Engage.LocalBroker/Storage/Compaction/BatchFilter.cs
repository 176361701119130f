using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;
using Engage.LocalBroker.Records.Compression;

namespace Engage.LocalBroker.Storage.Compaction;

/// <summary>Decides batch by batch, from the log's start on, what survives a cleaning.</summary>
internal sealed class BatchFilter(CleaningRules rules) : IDisposable
{
    private readonly GrowingBuffer scratch = new();
    private readonly GrowingBuffer output = new();
    private readonly HashSet<long> producersWithKeptData = [];
    private bool opaqueSeen;

    /// <summary>Offsets of the markers that were dropped.</summary>
    public HashSet<long> DroppedMarkers { get; } = [];

    /// <summary>What remains of <paramref name="batch"/>: itself, a smaller one (valid until the next call), or nothing.</summary>
    /// <param name="batch">A whole batch.</param>
    /// <param name="keepEmpty">Keep the head even without records, so that the file's last offset stays.</param>
    public ReadOnlySpan<byte> Apply(ReadOnlyMemory<byte> batch, bool keepEmpty)
    {
        var header = new BatchHeader(batch.Span);
        if (header.IsControl) return KeepsMarker(header) || keepEmpty ? batch.Span : DropMarker(header);

        var kept = ApplyToData(batch, keepEmpty || rules.IsNewestOfItsProducer(header));
        if (!kept.IsEmpty && header.IsTransactional) producersWithKeptData.Add(header.ProducerId);
        return kept;
    }

    public void Dispose()
    {
        scratch.Dispose();
        output.Dispose();
    }

    /// <summary>A marker may go only when no batch of its transaction is left: the walk at the next start would see an open transaction.</summary>
    private bool KeepsMarker(scoped in BatchHeader header)
    {
        var dataLeft = producersWithKeptData.Remove(header.ProducerId);
        return dataLeft || rules.CarriesItsProducersEpoch(header) || !rules.IsDeletable(header.BaseOffset);
    }

    private ReadOnlySpan<byte> DropMarker(scoped in BatchHeader header)
    {
        DroppedMarkers.Add(header.BaseOffset);
        return default;
    }

    private ReadOnlySpan<byte> ApplyToData(ReadOnlyMemory<byte> batch, bool keepEmpty)
    {
        var header = new BatchHeader(batch.Span);
        if (header.RecordCount == 0) return keepEmpty ? batch.Span : default;
        if (rules.Aborted.Contains(header)) return keepEmpty ? Shrink(batch.Span, 0, header.MaxTimestamp, []) : default;
        if (!BatchDecompressor.CanRead(header.Codec))
        {
            opaqueSeen = true;
            return batch.Span;
        }

        return FilterRecords(batch, header, keepEmpty);
    }

    private ReadOnlySpan<byte> FilterRecords(ReadOnlyMemory<byte> batch, scoped in BatchHeader header, bool keepEmpty)
    {
        using var survivors = new GrowingBuffer();
        var count = 0;
        var maxTimestamp = -1L;
        var records = new RecordReader(BatchDecompressor.Records(batch, scratch));
        while (records.MoveNext())
        {
            var record = records.Current;
            if (!Survives(record, header.BaseOffset + record.OffsetDelta)) continue;

            record.Whole.CopyTo(survivors.Claim(record.Whole.Length));
            maxTimestamp = Math.Max(maxTimestamp, header.BaseTimestamp + record.TimestampDelta);
            count++;
        }

        if (count == header.RecordCount) return batch.Span;
        if (count == 0 && !keepEmpty) return default;

        var keepsMaxTimestamp = header.UsesLogAppendTime || count == 0;
        return Shrink(batch.Span, count, keepsMaxTimestamp ? header.MaxTimestamp : maxTimestamp, survivors.Written);
    }

    private bool Survives(in RecordView record, long offset)
    {
        if (!record.HasKey || rules.Keys.IsSuperseded(record.Key, offset)) return false;

        // A record of an unreadable batch further down might have the same key and would rise from the dead with the tombstone gone.
        return record.HasValue || opaqueSeen || !rules.IsDeletable(offset);
    }

    /// <summary>The batch's head with other records, uncompressed; offsets, producer and sequence stay as they were.</summary>
    private ReadOnlySpan<byte> Shrink(ReadOnlySpan<byte> batch, int count, long maxTimestamp, ReadOnlySpan<byte> records)
    {
        output.Clear();
        var shrunk = output.Claim(BatchHeader.SizeBytes + records.Length);
        batch[..BatchHeader.SizeBytes].CopyTo(shrunk);
        records.CopyTo(shrunk[BatchHeader.SizeBytes..]);
        BatchEditing.Resize(shrunk, count, maxTimestamp);
        return shrunk;
    }
}
