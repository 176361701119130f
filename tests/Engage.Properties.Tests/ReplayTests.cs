using System.Security.Cryptography;
using Engage.Streams.Testing;

namespace Engage.Properties.Tests;

/// <summary>A decision is a function of the log alone (semantics 0a): however the log is worked off, executions and actions are the same bytes, ids included.</summary>
public sealed class ReplayTests
{
    private const int Partitions = 4;
    private const int EventsPerLife = 240;
    private const int Lives = 8;

    /// <summary>How a log is worked off. Returns the executions and actions of each partition.</summary>
    private delegate string[] Way(Life life, Random random);

    [Fact]
    public void Rule_0a_one_record_at_a_time() => SameBytes((life, _) => Replayed(life, batch: () => 1));

    [Fact]
    public void Rule_0a_everything_in_one_batch() => SameBytes((life, _) => Replayed(life, batch: () => int.MaxValue));

    [Fact]
    public void Rule_0a_partitions_spread_over_two_workers() => SameBytes((life, random) =>
        [.. Replayed(life, () => random.Next(1, 9), owns: partition => partition < 1)[..1], .. Replayed(life, () => random.Next(1, 5), owns: partition => partition >= 1)[1..]]);

    [Fact]
    public void Rule_0a_definitions_that_arrive_after_the_events_that_need_them() => SameBytes((life, random) => Replayed(life, () => random.Next(1, 9), definitionsLag: 4));

    [Fact]
    public void Rule_0a_restarts_on_the_same_and_on_an_empty_disk() => SameBytes((life, random) => Replayed(life, () => random.Next(1, 12), disturb: pipeline =>
    {
        TopologyTestDriver[] stages = [pipeline.Materializer, pipeline.Matcher, pipeline.Accumulator];
        var stage = stages[random.Next(stages.Length)];
        if (random.Next(2) == 0) stage.CrashAndRestart();
        else stage.CrashAndRestartElsewhere();
    }));

    [Fact]
    public void Rule_0a_commits_that_fail_in_every_way() => SameBytes((life, random) => Replayed(life, () => random.Next(1, 12), disturb: pipeline =>
    {
        TopologyTestDriver[] stages = [pipeline.Materializer, pipeline.Matcher, pipeline.Accumulator];
        stages[random.Next(stages.Length)].FailNextCommit(Enum.GetValues<CommitFault>()[random.Next(Enum.GetValues<CommitFault>().Length)]);
    }));

    [Fact]
    public void Rule_22_groups_rewound_to_the_beginning_again_and_again() => SameBytes((life, random) => Replayed(life, () => random.Next(10, 40), disturb: pipeline =>
    {
        TopologyTestDriver[] stages = [pipeline.Materializer, pipeline.Matcher, pipeline.Accumulator];
        stages[random.Next(stages.Length)].RewindGroupToStart();
    }));

    [Fact]
    public void Rule_22_every_group_rewound_after_the_last_event() => SameBytes((life, _) => Replayed(life, () => 20, atTheEnd: pipeline =>
    {
        pipeline.Materializer.RewindGroupToStart();
        pipeline.Matcher.RewindGroupToStart();
        pipeline.Accumulator.RewindGroupToStart();
    }));

    [Fact]
    public void Another_log_gives_other_bytes()
    {
        // The control: what compares equal above would not if the log were another.
        using var life = Lived(1);
        using var shortened = new Pipeline(life.StartsAt, Partitions);
        foreach (var record in life.Pipeline.Log.SkipLast(EventsPerLife / 2)) shortened.Write(record);
        shortened.Run();
        Assert.NotEqual(Decisions(life.Pipeline), Decisions(shortened));
    }

    private static void SameBytes(Way way)
    {
        var (executions, differences) = (0, new List<string>());
        for (var seed = 1; seed <= Lives; seed++)
        {
            using var life = Lived(seed);
            executions += life.Pipeline.Executions.Count;
            var (expected, decided) = (Decisions(life.Pipeline), way(life, new Random(seed)));
            if (!expected.SequenceEqual(decided)) differences.Add($"seed {seed}: {string.Join(", ", expected)} became {string.Join(", ", decided)}");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.True(executions > Lives * 5, $"{executions} executions prove little");
    }

    private static Life Lived(int seed)
    {
        var life = new Life(seed, Feature.Everything & ~(Feature.Periods | Feature.Once | Feature.Qualification), Partitions);
        life.Live(EventsPerLife);
        return life;
    }

    /// <param name="life">Whose log is replayed.</param>
    /// <param name="batch">Records written before the next round of work.</param>
    /// <param name="owns">Partitions that this worker has; null: all.</param>
    /// <param name="definitionsLag">Records by which each definition comes later than it did.</param>
    /// <param name="disturb">Done between rounds.</param>
    /// <param name="atTheEnd">Done once everything has been decided.</param>
    private static string[] Replayed(Life life, Func<int> batch, Func<int, bool>? owns = null, int definitionsLag = 0, Action<Pipeline>? disturb = null, Action<Pipeline>? atTheEnd = null)
    {
        using var pipeline = new Pipeline(life.StartsAt, Partitions);
        var held = new Queue<(Pipeline.Logged Definition, int Due)>();
        var left = batch();
        for (var i = 0; i < life.Pipeline.Log.Count; i++)
        {
            while (held.TryPeek(out var next) && next.Due <= i) pipeline.Write(held.Dequeue().Definition with { AtMicros = pipeline.NowMicros });
            var record = life.Pipeline.Log[i];
            if (record.IsDefinition && definitionsLag > 0) held.Enqueue((record, i + definitionsLag));
            else if (record.IsDefinition || owns?.Invoke(record.Partition) != false) pipeline.Write(record);
            if (--left > 0) continue;
            pipeline.Run();
            disturb?.Invoke(pipeline);
            left = batch();
        }

        while (held.TryDequeue(out var rest)) pipeline.Write(rest.Definition with { AtMicros = pipeline.NowMicros });
        pipeline.Run();
        if (atTheEnd is null) return Decisions(pipeline);
        atTheEnd(pipeline);
        pipeline.Run();
        return Decisions(pipeline);
    }

    private static string[] Decisions(Pipeline pipeline) =>
        [.. Enumerable.Range(0, Partitions).Select(partition => $"{Digest(pipeline.Executions, partition)} {Digest(pipeline.Actions, partition)}")];

    private static string Digest(List<(int Partition, byte[] Value)> records, int partition)
    {
        var own = records.Where(record => record.Partition == partition).ToList();
        return $"{own.Count}:{Convert.ToHexString(SHA256.HashData([.. own.SelectMany(record => record.Value)]))[..16]}";
    }
}
