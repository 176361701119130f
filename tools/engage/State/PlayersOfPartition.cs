using System.Text;
using Engage.Cli.Connections;
using Engage.Rules.Compilation;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer;
using Engage.SegmentMaterializer.Domain;
using Engage.Topics;

namespace Engage.Cli.State;

/// <summary>The players of one partition with the definitions in force there, read from the segment-materializer's changelog.</summary>
internal sealed class PlayersOfPartition
{
    private readonly ChangelogState state;
    private readonly PartitionRow row;
    private readonly DefinitionLog definitions;
    private readonly NamePool names = new();

    public PlayersOfPartition(ChangelogState state, DefinitionLog definitions)
    {
        this.state = state;
        this.definitions = definitions;
        row = state.Find(Stores.Partition, Encoding.UTF8.GetBytes(Stores.PartitionKey)) is { } bytes ? PartitionRow.Serde.Read(bytes) : PartitionRow.None;
    }

    /// <summary>In force in this partition.</summary>
    public DefinitionSet InForce => definitions.At(row.DefinitionsOffset);

    /// <param name="player">Only this one; null: all.</param>
    public static PlayersOfPartition Read(Cluster cluster, int partition, DefinitionLog definitions, byte[]? player = null) =>
        new(ChangelogState.Read(cluster, "segment-materializer", partition, (store, key) => store != Stores.Players || player is null || key.AsSpan().SequenceEqual(player), Stores.Players, Stores.Partition), definitions);

    public IEnumerable<(string Player, PlayerRow Row)> All() => state.All(Stores.Players).Select(entry => (Encoding.UTF8.GetString(entry.Key), PlayerRow.Read(entry.Value, names)));

    /// <summary>Judges by what is in force.</summary>
    public SegmentJudge Judge() => new(InForce, row.Starts);

    /// <summary>Judges by what is in force and one condition more, as if it were applied at <paramref name="atMicros"/>: its windows are unknown unless they are kept already.</summary>
    public SegmentJudge JudgeWith(DefinitionRecord further, long atMicros)
    {
        var before = InForce;
        var after = before.With(further with { Offset = before.Offset + 1 });
        return new SegmentJudge(after, row.Starts.After(before, after, new MarkerPoint(long.MaxValue / 2, atMicros, after.Offset)));
    }
}
