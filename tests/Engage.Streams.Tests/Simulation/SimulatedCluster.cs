using System.Globalization;
using Engage.Streams.Runtime;

namespace Engage.Streams.Tests.Simulation;

/// <summary>Some hundred seeds of crashes, fences, lost answers, late requests and rebalances. <c>SEED=n</c> in the environment replays one.</summary>
public sealed class SimulatedCluster
{
    private const int Seeds = 150;
    private const int ControlSeedsMax = 400;

    [Fact]
    public void No_seed_loses_doubles_or_tears_anything()
    {
        var one = Environment.GetEnvironmentVariable("SEED");
        var seeds = string.IsNullOrEmpty(one) ? Enumerable.Range(1, Seeds) : [int.Parse(one, CultureInfo.InvariantCulture)];

        foreach (var seed in seeds)
        {
            var violation = SumSimulation.Run(seed);
            Assert.True(violation is null, $"seed {seed}: {violation}");
        }
    }

    [Theory]
    [InlineData(nameof(Protections.ApplyAfterCommit))]
    [InlineData(nameof(Protections.ProducerReplacement))]
    [InlineData(nameof(Protections.MemberGuard))]
    [InlineData(nameof(Protections.RestoreToHighWatermark))]
    [InlineData(nameof(Protections.DropOnRewind))]
    public void Control_without_a_protection_some_seed_fails(string protection)
    {
        var off = Enum.Parse<Protections>(protection);
        Assert.Contains(Enumerable.Range(1, ControlSeedsMax), seed => SumSimulation.Run(seed, off) is not null);
    }
}
