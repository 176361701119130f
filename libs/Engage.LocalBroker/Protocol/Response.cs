using System.Buffers.Binary;
using Engage.LocalBroker.Storage;

namespace Engage.LocalBroker.Protocol;

/// <summary>One answer: length prefix, header and body, into which stretches of log files may be spliced without copying them first.</summary>
/// <remarks>Reused by its connection for every request. Not thread-safe.</remarks>
internal sealed class Response : IDisposable
{
    private const int LengthPrefixBytes = 4;

    private readonly List<Splice> splices = [];
    private long splicedBytes;

    public GrowingBuffer Buffer { get; } = new();

    public ErrorTally Errors { get; } = new();

    /// <summary>The stretches of log in the order of their place in the answer.</summary>
    public IReadOnlyList<Splice> Splices => splices;

    /// <summary>Starts the answer to <paramref name="correlationId"/>, forgetting what was written before.</summary>
    /// <param name="correlationId">The number the client gave the request.</param>
    /// <param name="tagged">True for response header v1 (flexible answers other than ApiVersions).</param>
    public void Begin(int correlationId, bool tagged)
    {
        Release();
        BinaryPrimitives.WriteInt32BigEndian(Buffer.Claim(LengthPrefixBytes), 0);
        var header = new KafkaWriter(Buffer, flexible: tagged);
        header.WriteInt32(correlationId);
        header.WriteTags();
    }

    /// <summary>Continues the answer with bytes of a log segment, read only while sending. Takes over the slice and disposes it.</summary>
    public void Append(SegmentSlice slice)
    {
        splices.Add(new Splice(Buffer.Length, slice));
        splicedBytes += slice.Length;
    }

    /// <summary>Writes the length prefix; nothing may be appended afterwards.</summary>
    public void Seal() =>
        BinaryPrimitives.WriteInt32BigEndian(Buffer.Patch(0), checked((int)(Buffer.Length - LengthPrefixBytes + splicedBytes)));

    /// <summary>Forgets the answer and releases the segments it refers to.</summary>
    public void Release()
    {
        foreach (var splice in splices) splice.Slice.Dispose();
        splices.Clear();
        splicedBytes = 0;
        Buffer.Clear();
        Errors.Clear();
    }

    public void Dispose()
    {
        Release();
        Buffer.Dispose();
    }

    /// <summary>Bytes of a segment that follow the first <paramref name="Position"/> bytes of the buffer.</summary>
    internal readonly record struct Splice(int Position, SegmentSlice Slice);
}
