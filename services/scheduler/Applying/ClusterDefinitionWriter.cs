using Engage.Streams;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.Scheduler.Applying;

/// <summary>Writes definitions to a cluster. Opening one ends what another process has under way as <c>apply</c>.</summary>
internal sealed class ClusterDefinitionWriter : IDefinitionWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClusterConnection connection;
    private readonly string topicPrefix;
    private readonly TransactionalWriter writer;

    /// <exception cref="ClusterException">The cluster does not answer, or lacks the topics.</exception>
    public ClusterDefinitionWriter(ClusterConnection connection, string topicPrefix)
    {
        this.connection = connection;
        this.topicPrefix = topicPrefix;
        using (var admin = new ClusterAdmin(connection))
        {
            PlayerPartitions = admin.PartitionCounts().TryGetValue(FullName(Topics.Topics.PlayerEvents), out var count)
                ? count
                : throw new ClusterException($"The topic {FullName(Topics.Topics.PlayerEvents)} does not exist; run 'engage topics create'.");
        }

        writer = new TransactionalWriter(connection, TransactionalId(topicPrefix));
    }

    public int PlayerPartitions { get; }

    /// <summary>Whoever starts a writer with it fences the one before: two applies never interleave.</summary>
    public static string TransactionalId(string topicPrefix) => topicPrefix + "apply";

    public DefinitionLog ReadToEnd()
    {
        var (fold, log) = (new DefinitionLog.Fold(), DefinitionLog.Empty);
        using var reader = new TopicReader(connection);
        reader.Open([(FullName(Topics.Topics.Definitions), 0)], ReadFrom.Start);
        foreach (var record in reader.ToEnd(Patience))
        {
            log = fold.Apply(log, new InputRecord
            {
                Topic = Topics.Topics.Definitions,
                Partition = 0,
                Offset = record.Offset,
                TimestampMicros = record.TimestampMs * 1000,
                Key = record.Key,
                HasKey = record.Key is not null,
                Value = record.Value,
                IsTombstone = record.Value is null,
                Headers = default,
            });
        }

        return log;
    }

    public void Begin() => writer.Begin();

    public long Write(Topic topic, int partition, byte[] key, byte[] value) => writer.Write(FullName(topic), partition, key, value);

    public void Commit() => writer.Commit();

    public void Abort() => writer.Abort();

    public void Dispose() => writer.Dispose();

    private string FullName(Topic topic) => topicPrefix + topic.Name;
}
