using Engage.Cli.Connections;
using Engage.Rules.Compilation;

namespace Engage.Cli.Definitions;

/// <summary>What the definitions topic holds.</summary>
internal static class DefinitionsInLog
{
    /// <summary>Reads the topic to its end. Schemas must be bound.</summary>
    public static DefinitionSet Read(Cluster cluster)
    {
        var set = DefinitionSet.Empty;
        foreach (var (record, definition) in TopicScan.Of(cluster, Topics.Topics.Definitions))
            set = set.With(new DefinitionRecord(record.Offset, definition.Kind, definition.Id, definition.Version, definition.Status, definition.Name, definition.Body));
        return set;
    }
}
