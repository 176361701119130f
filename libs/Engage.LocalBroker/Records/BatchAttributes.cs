namespace Engage.LocalBroker.Records;

/// <summary>The attribute bits of a batch; the lowest three are its <see cref="CompressionCodec"/>.</summary>
[Flags]
internal enum BatchAttributes : short
{
    None = 0,
    LogAppendTime = 0x08,
    Transactional = 0x10,
    Control = 0x20,
}
