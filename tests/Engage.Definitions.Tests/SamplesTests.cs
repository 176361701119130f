namespace Engage.Definitions.Tests;

public sealed class SamplesTests
{
    [Fact]
    public void The_samples_hold_no_mistakes_and_no_warnings()
    {
        var loaded = DefinitionLoader.Load([SampleRules.Directory]);

        Assert.Empty(loaded.Mistakes.Select(mistake => mistake.ToString()));
        Assert.True(loaded.Definitions.Length >= 15);
    }
}
