using System.Globalization;
using Engage.Streams.Runtime;

namespace Engage.Streams.Tests.Simulation;

/// <summary>Hundreds of seeds of crashes, fences, lost answers, late requests, disk errors and rebalances. In the environment <c>SEED=n</c> replays one, <c>SEEDS=n</c> runs so many new ones.</summary>
public sealed class SimulatedCluster
{
    private const int Seeds = 500;
    private const int ControlSeedsMax = 400;

    /// <summary>On a machine too busy to run them all in this time the rest is left out; the output says how many ran.</summary>
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(90);

    [Fact]
    public void No_seed_loses_doubles_or_tears_anything()
    {
        var (seeds, timeMax) = Chosen();
        var started = TimeProvider.System.GetTimestamp();
        var ran = 0;
        foreach (var seed in seeds.TakeWhile(_ => TimeProvider.System.GetElapsedTime(started) < timeMax))
        {
            var result = Simulation.Run(seed);
            ran++;
            Assert.True(result.Violation is null, $"seed {seed}: {result.Violation}");
            if (seeds.Count == 1) Say($"seed {seed}: fingerprint {result.Fingerprint:x16}");
        }

        Say($"{ran} of {seeds.Count} seeds from {seeds[0]} on, no violation");
        Assert.True(ran > 0);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void A_seed_replays_step_by_step(int seed)
    {
        List<string> first = [], second = [];

        Simulation.Run(seed, log: first.Add);
        Simulation.Run(seed, log: second.Add);

        Assert.True(first.Count > 1_000);
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData(nameof(Protections.ApplyAfterCommit))]
    [InlineData(nameof(Protections.ProducerReplacement))]
    [InlineData(nameof(Protections.MemberGuard))]
    [InlineData(nameof(Protections.RestoreToHighWatermark))]
    [InlineData(nameof(Protections.DropOnRewind))]
    [InlineData(nameof(Protections.AssignmentWatch))]
    [InlineData(nameof(Protections.StoreRecovery))]
    [InlineData(nameof(Protections.Restore))]
    [InlineData(nameof(Protections.AskAfterLoss))]
    public void Control_without_a_protection_some_seed_fails(string protection)
    {
        var off = Enum.Parse<Protections>(protection);
        Assert.Contains(Enumerable.Range(1, ControlSeedsMax), seed => Simulation.Run(seed, off).Violation is not null);
    }

    private static (IReadOnlyList<int> Seeds, TimeSpan TimeMax) Chosen()
    {
        if (Number("SEED") is { } one) return ([one], TimeSpan.MaxValue);
        if (Number("SEEDS") is { } many) return ([.. Enumerable.Range(Environment.TickCount & 0xfffffff, many)], TimeSpan.MaxValue);
        return ([.. Enumerable.Range(1, Seeds)], TimeMax);
    }

    private static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
