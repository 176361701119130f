using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>What a worker thread works with, beside its plan.</summary>
internal sealed record WorkerServices(
    IStreamClient Client,
    ITopicAdmin Admin,
    IStateStoreFactory Stores,
    IRestorer Restorer,
    IStreamsEvents Events,
    TimeProvider Time,
    Failpoints Failpoints,
    string InstanceId)
{
    public LoopCounters Counters { get; } = new();

    /// <summary>Wall clock, microseconds since the Unix epoch.</summary>
    public long NowMicros() => (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
