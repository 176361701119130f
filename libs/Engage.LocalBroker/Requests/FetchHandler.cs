using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Storage;

namespace Engage.LocalBroker.Requests;

/// <summary>Hands consumers whole batches straight from the segment files, parking the request while there is too little to send.</summary>
/// <remarks>
/// Response v4-11: throttle i32, v7+: error i16, session_id i32 (always 0: sessions are declined), topics [ name str, partitions [ index i32, error i16,
/// high_watermark i64, last_stable_offset i64, v5+: log_start_offset i64, aborted [ producer_id i64, first_offset i64 ]?,
/// v11: preferred_read_replica i32, records bytes? ] ].
/// </remarks>
internal sealed class FetchHandler(PartitionTable partitions, TimeProvider time) : IApiHandler
{
    public ApiKey Api => ApiKey.Fetch;

    public async ValueTask HandleAsync(RequestContext request)
    {
        var fetch = FetchRequest.Read(request);
        if (fetch.SessionId != 0)
        {
            WriteTopLevel(request, ErrorCode.FetchSessionIdNotFound, topicCount: 0);
            return;
        }

        var targets = fetch.Targets.ConvertAll(target => partitions.Find(target.Topic, target.Index)).ToArray();
        using var plan = new FetchPlan(fetch, targets);
        plan.Refresh();
        if (!plan.IsSatisfied && fetch.MaxWaitMs > 0) await ParkAsync(request, fetch, targets, plan).ConfigureAwait(false);
        Write(request, fetch, plan);
    }

    public void Refuse(RequestContext request, ErrorCode error)
    {
        var fetch = FetchRequest.Read(request);
        WriteTopLevel(request, ErrorCode.None, fetch.Topics.Count);
        var target = 0;
        foreach (var topic in fetch.Topics)
        {
            WriteTopic(request, topic);
            for (var last = target + topic.PartitionCount; target < last; target++)
                WritePartition(request, fetch, fetch.Targets[target], new FetchRead(error), records: null);
        }
    }

    private async Task ParkAsync(RequestContext request, FetchRequest fetch, Partition?[] targets, FetchPlan plan)
    {
        var waiter = new FetchWaiter(fetch.Isolation);
        var expired = false;
        foreach (var partition in targets) partition!.Log.Waiters.Add(waiter);
        var timer = time.CreateTimer(_ => Expire(), null, TimeSpan.FromMilliseconds(fetch.MaxWaitMs), Timeout.InfiniteTimeSpan);
        var closed = request.Closed.Register(waiter.Signal);
        try
        {
            while (true)
            {
                waiter.Reset();
                plan.Refresh();
                if (plan.IsSatisfied || Volatile.Read(ref expired) || request.Closed.IsCancellationRequested) return;

                await waiter.Woken.ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var partition in targets) partition!.Log.Waiters.Remove(waiter);
            await closed.DisposeAsync().ConfigureAwait(false);
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        void Expire()
        {
            Volatile.Write(ref expired, true);
            waiter.Signal();
        }
    }

    private static void Write(RequestContext request, FetchRequest fetch, FetchPlan plan)
    {
        WriteTopLevel(request, ErrorCode.None, fetch.Topics.Count);
        var target = 0;
        foreach (var topic in fetch.Topics)
        {
            WriteTopic(request, topic);
            for (var last = target + topic.PartitionCount; target < last; target++)
                WritePartition(request, fetch, fetch.Targets[target], plan.Reads[target], plan.TakeRecords(target));
        }
    }

    private static void WriteTopLevel(RequestContext request, ErrorCode error, int topicCount)
    {
        var reply = request.Reply();
        reply.WriteThrottle();
        if (request.Version >= 7)
        {
            reply.WriteError(error);
            reply.WriteInt32(0);
        }

        reply.WriteArrayCount(topicCount);
    }

    private static void WriteTopic(RequestContext request, in FetchRequest.FetchTopic topic)
    {
        var reply = request.Reply();
        reply.WriteString(topic.Name);
        reply.WriteArrayCount(topic.PartitionCount);
    }

    private static void WritePartition(
        RequestContext request, FetchRequest fetch, in FetchRequest.FetchTarget target, in FetchRead read, SegmentSlice? records)
    {
        var reply = request.Reply();
        reply.WriteInt32(target.Index);
        reply.WriteError(read.Error);
        reply.WriteInt64(read.View?.LogEnd ?? -1);
        reply.WriteInt64(read.View?.LastStableOffset ?? -1);
        if (request.Version >= 5) reply.WriteInt64(read.View?.LogStart ?? -1);
        WriteAborted(reply, fetch, target, read, hasRecords: records is not null);
        if (request.Version >= 11) reply.WriteInt32(-1);
        reply.WriteBytesLength(records?.Length ?? 0);
        if (records is not null) request.Response.Append(records);
    }

    /// <summary>Null for read-uncommitted: librdkafka complains when it gets entries it did not ask for.</summary>
    private static void WriteAborted(KafkaWriter reply, FetchRequest fetch, in FetchRequest.FetchTarget target, in FetchRead read, bool hasRecords)
    {
        if (fetch.Isolation == IsolationLevel.ReadUncommitted)
        {
            reply.WriteArrayCount(-1);
            return;
        }

        if (!hasRecords || read.View!.Aborted.Count == 0)
        {
            reply.WriteArrayCount(0);
            return;
        }

        var aborted = read.View.Aborted.Between(target.Offset, read.EndOffset);
        reply.WriteArrayCount(aborted.Count);
        foreach (var transaction in aborted)
        {
            reply.WriteInt64(transaction.ProducerId);
            reply.WriteInt64(transaction.FirstOffset);
        }
    }
}
