using Engage.Rules.Definitions;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer.Domain;

namespace Engage.Cli.State;

/// <summary>Counts the players who are in one segment or more at an instant, each once however many of them hold it (semantics 9).</summary>
internal sealed class AudienceCount
{
    private readonly SegmentJudge judge;
    private readonly JudgeInstant at;
    private readonly IReadOnlyList<Waterfall> waterfalls;
    private readonly int[] indexes;
    private readonly bool isEveryone;
    private readonly byte[] membership;

    /// <param name="segmentIds">Ids that no active segment has hold nobody.</param>
    /// <param name="waterfalls">Told of each player found.</param>
    public AudienceCount(SegmentJudge judge, IReadOnlyCollection<string> segmentIds, long atMicros, IReadOnlyList<Waterfall> waterfalls)
    {
        this.judge = judge;
        this.waterfalls = waterfalls;
        at = new JudgeInstant(atMicros, atMicros);
        var table = judge.Definitions.Segments;
        isEveryone = segmentIds.Contains(DefinitionNames.Everyone);
        indexes = [.. segmentIds.Where(id => id != DefinitionNames.Everyone).Select(table.IndexOf).Where(index => index >= 0)];
        membership = new byte[MembershipBits.SizeOf(table.Segments.Length)];
    }

    public long Found { get; private set; }

    public long Seen { get; private set; }

    public void Add(string player, PlayerRow row)
    {
        Seen++;
        Array.Clear(membership);
        judge.Evaluate(row.State, at, membership);
        if (!isEveryone && !indexes.Any(index => (membership[index / 8] >> (index % 8) & 1) != 0)) return;
        Found++;
        foreach (var waterfall in waterfalls) waterfall.Add(player, row);
    }
}
