using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records.Compression;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Records;

/// <summary>Decides whether a producer's bytes may become part of a log, as far as the bytes themselves tell.</summary>
/// <remarks>Looks at single records only where the topic's configuration asks for it; otherwise the head and the CRC suffice.</remarks>
internal static class BatchValidator
{
    /// <summary>The first rule that <paramref name="records"/> break, in Kafka's order; None when the batch may be appended.</summary>
    public static ErrorCode Check(ReadOnlyMemory<byte> records, TopicConfig config, long nowMs)
    {
        var bytes = records.Span;
        if (bytes.Length < BatchHeader.SizeBytes) return ErrorCode.InvalidRecord;

        var header = new BatchHeader(bytes);
        if (header.Magic != 2 || header.TotalBytes != bytes.Length || header.BaseOffset != 0) return ErrorCode.InvalidRecord;
        if (bytes.Length > config.MaxMessageBytes) return ErrorCode.MessageTooLarge;
        if (bytes.Length > config.SegmentBytes) return ErrorCode.RecordListTooLarge;
        if (BatchEditing.ComputeCrc(bytes) != header.Crc) return ErrorCode.CorruptMessage;
        if (!IsWellFormed(header)) return ErrorCode.InvalidRecord;
        if (!config.LogAppendTime && !IsTimely(header, config, nowMs)) return ErrorCode.InvalidTimestamp;

        return NeedsRecords(config) && BatchDecompressor.CanRead(header.Codec) ? CheckRecords(records, config, nowMs) : ErrorCode.None;
    }

    private static bool IsWellFormed(in BatchHeader header) =>
        header.RecordCount > 0
        && header.RecordCount - 1L == header.LastOffsetDelta
        && !header.IsControl
        && (header.ProducerId < 0 || header.BaseSequence >= 0);

    /// <summary>The head's largest timestamp stands for all records: clients compute it, and every look-up by time trusts it anyway.</summary>
    private static bool IsTimely(in BatchHeader header, TopicConfig config, long nowMs) =>
        header.MaxTimestamp - nowMs <= config.TimestampAfterMaxMs && nowMs - header.MaxTimestamp <= config.TimestampBeforeMaxMs;

    private static bool NeedsRecords(TopicConfig config) => config.Compacts || (!config.LogAppendTime && config.TimestampBeforeMaxMs != long.MaxValue);

    private static ErrorCode CheckRecords(ReadOnlyMemory<byte> batch, TopicConfig config, long nowMs)
    {
        using var scratch = new GrowingBuffer();
        try
        {
            var baseTimestamp = new BatchHeader(batch.Span).BaseTimestamp;
            var records = new RecordReader(BatchDecompressor.Records(batch, scratch));
            while (records.MoveNext())
            {
                if (config.Compacts && !records.Current.HasKey) return ErrorCode.InvalidRecord;

                var age = nowMs - (baseTimestamp + records.Current.TimestampDelta);
                if (!config.LogAppendTime && age > config.TimestampBeforeMaxMs) return ErrorCode.InvalidTimestamp;
            }

            return ErrorCode.None;
        }
        catch (InvalidDataException)
        {
            return ErrorCode.CorruptMessage;
        }
    }
}
