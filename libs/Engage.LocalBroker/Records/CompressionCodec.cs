namespace Engage.LocalBroker.Records;

/// <summary>How a batch's records are compressed, as the attribute bits say it.</summary>
internal enum CompressionCodec
{
    None = 0,
    Gzip = 1,
    Snappy = 2,
    Lz4 = 3,

    /// <summary>Never decoded here: zstd batches are stored and served unread.</summary>
    Zstd = 4,
}
