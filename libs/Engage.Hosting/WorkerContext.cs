using Engage.Streams.Kafka.Tools;

using Microsoft.Extensions.Logging;

namespace Engage.Hosting;

/// <summary>What a topology that talks to the world may use. Thread-safe.</summary>
public sealed class WorkerContext
{
    private readonly IReadOnlyDictionary<Type, object> sections;
    private readonly List<IAsyncDisposable> owned = [];

    internal WorkerContext(string topicPrefix, ClusterConnection cluster, ILoggerFactory loggers, TimeProvider time, IReadOnlyDictionary<Type, object> sections)
    {
        TopicPrefix = topicPrefix;
        Cluster = cluster;
        Loggers = loggers;
        Time = time;
        this.sections = sections;
    }

    public string TopicPrefix { get; }

    /// <summary>The worker's cluster, for what is done beside the stream.</summary>
    public ClusterConnection Cluster { get; }

    public ILoggerFactory Loggers { get; }

    public TimeProvider Time { get; }

    /// <summary>The options of a section that was asked for with <see cref="WorkerBuilder{TOptions}.WithSection{TSection, TValidator}"/>.</summary>
    public T Section<T>()
        where T : class => (T)sections[typeof(T)];

    /// <summary>Has <paramref name="resource"/> disposed after the last record was processed and committed; the last given first.</summary>
    public T Own<T>(T resource)
        where T : IAsyncDisposable
    {
        lock (owned) owned.Add(resource);
        return resource;
    }

    internal async ValueTask ReleaseAsync()
    {
        for (var index = owned.Count - 1; index >= 0; index--) await owned[index].DisposeAsync().ConfigureAwait(false);
        owned.Clear();
    }
}
