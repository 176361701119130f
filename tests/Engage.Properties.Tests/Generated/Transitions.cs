using Engage.Streams.Testing;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Properties.Tests.Generated;

/// <summary>Semantics 44: what is remembered and the records that tell of it commit together, whatever goes wrong with a commit.</summary>
public sealed class Transitions
{
    private const int EventsPerLife = 20;

    [Fact]
    public void Rule_44_failed_commits_and_lost_disks_change_no_decision_and_no_announcement()
    {
        var troubles = 0;
        Cases.Hold("transitions", seed =>
        {
            var random = new Random(-seed);
            using var life = new Life(seed, Feature.Everything) { BeforeEach = pipeline => Disturb(pipeline, random) };
            life.Live(EventsPerLife);
            Interlocked.Add(ref troubles, Stages(life.Pipeline).Sum(stage => stage.Troubles.Count));
            life.Pipeline.Materializer.Advance(TimeSpan.FromMinutes(6)); // Events may claim to lie five minutes ahead: until then what they change by the clock is not due.

            return Cases.Difference(life.Expected, life.Decided, life.Story) ?? Cases.Difference(Members(life.Pipeline), Announced(life.Pipeline), life.Story);
        });

        Cases.Prove("failed commits", troubles, 2 * Cases.Count);
    }

    private static void Disturb(Pipeline pipeline, Random random)
    {
        var stage = Stages(pipeline)[random.Next(3)];
        var what = random.Next(12);
        if (what < 4) stage.FailNextCommit(Enum.GetValues<CommitFault>()[random.Next(Enum.GetValues<CommitFault>().Length)]);
        else if (what == 4) stage.CrashAndRestart();
        else if (what == 5) stage.CrashAndRestartElsewhere();
        if (what % 3 == 0) pipeline.Run();
    }

    /// <summary>Who is where by what the materializer remembers, judged now.</summary>
    private static List<string> Members(Pipeline pipeline)
    {
        var population = new Population(pipeline);
        var judge = population.Players.Judge();
        return [.. population.Segments.SelectMany(segment => population.MembersOf(judge, segment).Select(player => $"{segment} {player}")).Order(StringComparer.Ordinal)];
    }

    /// <summary>Who is where by what it has announced.</summary>
    private static List<string> Announced(Pipeline pipeline)
    {
        var members = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var change in pipeline.Materializer.Read(EngageTopics.SegmentChanges).Select(record => record.Value!))
        {
            var who = $"{change.SegmentId} {change.PlayerId}";
            if (!(change.Entered ? members.Add(who) : members.Remove(who))) return [$"{who}: announced twice as {(change.Entered ? "entered" : "left")}"];
        }

        return [.. members];
    }

    private static TopologyTestDriver[] Stages(Pipeline pipeline) => [pipeline.Materializer, pipeline.Matcher, pipeline.Accumulator];
}
