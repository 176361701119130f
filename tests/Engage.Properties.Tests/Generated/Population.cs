using Engage.Cli.Definitions;
using Engage.Cli.State;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer;

namespace Engage.Properties.Tests.Generated;

/// <summary>The players of a pipeline's one partition, as <c>engage audience</c> reads them from the changelog.</summary>
internal sealed class Population
{
    private readonly PlayersOfPartition players;
    private readonly long nowMicros;

    public Population(Pipeline pipeline)
    {
        nowMicros = pipeline.NowMicros;
        var state = ChangelogState.Of((Stores.Players, pipeline.Materializer.Dump(Stores.Players, 0)), (Stores.Partition, pipeline.Materializer.Dump(Stores.Partition, 0)));
        players = new PlayersOfPartition(state, DefinitionsInLog.Fold(Retained.LogOf(pipeline).Definitions));
    }

    public PlayersOfPartition Players => players;

    /// <summary>In force.</summary>
    public IEnumerable<string> Segments => [.. players.InForce.Segments.Segments.Select(segment => segment.Id)];

    /// <summary>Counts the players of some segments, and what stands in their way.</summary>
    public AudienceCount Count(SegmentJudge judge, IReadOnlyCollection<string> segments, params Waterfall[] waterfalls)
    {
        var count = new AudienceCount(judge, segments, nowMicros, waterfalls);
        foreach (var (player, row) in players.All()) count.Add(player, row);
        return count;
    }

    /// <summary>Who is in any of the segments now.</summary>
    public List<string> MembersOf(SegmentJudge judge, params string[] segments)
    {
        var members = new List<string>();
        foreach (var (player, row) in players.All())
        {
            var count = new AudienceCount(judge, segments, nowMicros, []);
            count.Add(player, row);
            if (count.Found == 1) members.Add(player);
        }

        members.Sort(StringComparer.Ordinal);
        return members;
    }
}
