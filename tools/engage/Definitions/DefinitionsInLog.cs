using Engage.Cli.Connections;
using Engage.Rules.Compilation;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.Cli.Definitions;

/// <summary>What the definitions topic holds.</summary>
internal static class DefinitionsInLog
{
    /// <summary>Reads the topic to its end. Schemas must be bound.</summary>
    public static DefinitionSet Read(Cluster cluster) => ReadLog(cluster).Latest;

    /// <summary>The same with what was in force as of each offset.</summary>
    public static DefinitionLog ReadLog(Cluster cluster) => Fold(PartitionScan.Of(cluster, Topics.Topics.Definitions, 0));

    public static DefinitionLog Fold(IEnumerable<TopicRecord> records)
    {
        var (fold, log) = (new DefinitionLog.Fold(), DefinitionLog.Empty);
        foreach (var record in records)
        {
            log = fold.Apply(log, new Streams.InputRecord
            {
                Topic = Topics.Topics.Definitions,
                Partition = record.Partition,
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
}
