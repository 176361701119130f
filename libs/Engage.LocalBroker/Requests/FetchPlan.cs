using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Storage;

namespace Engage.LocalBroker.Requests;

/// <summary>What a fetch would be answered with right now. Holds segments open until disposed or written.</summary>
internal sealed class FetchPlan(FetchRequest request, Partition?[] partitions) : IDisposable
{
    /// <summary>Kafka's fetch.max.bytes.</summary>
    private const int LargestAnswerBytes = 55 * 1024 * 1024;

    private readonly FetchRead[] reads = new FetchRead[partitions.Length];
    private bool hasError;
    private long availableBytes;

    /// <summary>True when there is enough to answer without waiting.</summary>
    public bool IsSatisfied => hasError || availableBytes >= request.MinBytes;

    public ReadOnlySpan<FetchRead> Reads => reads;

    /// <summary>Looks at all partitions again.</summary>
    public void Refresh()
    {
        Dispose();
        (hasError, availableBytes) = (false, 0);
        var remaining = Math.Min(request.MaxBytes, LargestAnswerBytes);
        var sentSomething = false;

        for (var index = 0; index < reads.Length; index++)
        {
            var target = request.Targets[index];
            var read = Read(partitions[index], target, Math.Clamp(target.MaxBytes, 0, Math.Max(remaining, 0)), evenIfLarger: !sentSomething);
            reads[index] = read;
            hasError |= read.Error != ErrorCode.None;
            availableBytes += read.AvailableBytes;
            if (read.Records is not { } records) continue;

            remaining -= records.Length;
            sentSomething = true;
        }
    }

    /// <summary>The records of partition <paramref name="index"/>, now the caller's to dispose.</summary>
    public SegmentSlice? TakeRecords(int index)
    {
        var records = reads[index].Records;
        reads[index] = reads[index] with { Records = null };
        return records;
    }

    public void Dispose()
    {
        for (var index = 0; index < reads.Length; index++) TakeRecords(index)?.Dispose();
    }

    private FetchRead Read(Partition? partition, in FetchRequest.FetchTarget target, int maxBytes, bool evenIfLarger)
    {
        if (partition is null || partition.IsDeleted) return new FetchRead(ErrorCode.UnknownTopicOrPartition);

        try
        {
            return LogReader.Read(partition.Log, target.Offset, request.Isolation, maxBytes, evenIfLarger);
        }
        catch (IOException)
        {
            return new FetchRead(ErrorCode.StorageError);
        }
    }
}
