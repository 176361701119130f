using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Storage.Compaction;

namespace Engage.LocalBroker.Storage;

/// <summary>The broker's periodic work on its logs: retention, forgetting idle producers, and fsync by interval.</summary>
internal sealed class Housekeeping(PartitionTable partitions, StorageContext context, EmbeddedBrokerOptions options) : IDisposable
{
    /// <summary>Kafka's producer.id.expiration.ms.</summary>
    private const long ForgetProducersAfterMs = 24 * 60 * 60 * 1000;

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private Task cleaning = Task.CompletedTask;
    private Task flushing = Task.CompletedTask;

    public void Start()
    {
        cleaning = RepeatAsync(options.RetentionCheckInterval, CleanUp);
        if (context.Fsync == FsyncPolicy.Interval) flushing = RepeatAsync(options.FsyncInterval, Flush);
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(cleaning, flushing).ConfigureAwait(false);
    }

    /// <summary>One round over all partitions. Tests call it instead of waiting.</summary>
    public void CleanUp()
    {
        lock (gate)
        {
            foreach (var partition in partitions.All) Attempt(partition, CleanUp);
        }
    }

    /// <summary>Compacts the topic's partitions whatever its dirty ratio, the active segments included.</summary>
    /// <exception cref="IOException">A file could not be written.</exception>
    public void Compact(LiveTopic topic)
    {
        lock (gate)
        {
            foreach (var partition in topic.Partitions) new Compactor(partition.Log, partition.Config, context).RunNow();
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }

    private void CleanUp(Partition partition)
    {
        var nowMs = context.Time.NowMs;
        Retention.Apply(partition.Log, partition.Config, nowMs);
        if (partition.Config.Compacts) new Compactor(partition.Log, partition.Config, context).RunIfDue();
        partition.Log.ForgetIdleProducers(nowMs - ForgetProducersAfterMs);
    }

    private void Flush()
    {
        foreach (var partition in partitions.All) Attempt(partition, static partition => partition.Log.Flush());
    }

    /// <summary>A partition that fails must not keep the others from being looked after; the next round tries it again.</summary>
    private void Attempt(Partition partition, Action<Partition> work)
    {
        try
        {
            work(partition);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            if (!partition.IsDeleted) context.Log($"{partition.Topic}-{partition.Index}: housekeeping failed: {failure.Message}");
        }
    }

    private async Task RepeatAsync(TimeSpan interval, Action work)
    {
        using var timer = new PeriodicTimer(interval, context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false)) work();
        }
        catch (OperationCanceledException)
        {
            // The broker stops.
        }
    }
}
