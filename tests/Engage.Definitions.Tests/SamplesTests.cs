using Engage.Rules.Compilation;
using Engage.Rules.Planning;
using Engage.Rules.Validation;

namespace Engage.Definitions.Tests;

public sealed class SamplesTests
{
    [Fact]
    public void The_samples_hold_no_mistakes_and_no_warnings()
    {
        var loaded = DefinitionLoader.Load([SampleRules.Directory]);

        Assert.Empty(loaded.Mistakes.Select(mistake => mistake.ToString()));
        Assert.Empty(DefinitionValidator.Validate(loaded.Definitions, DefinitionSet.Empty).Select(mistake => mistake.ToString()));
        Assert.True(loaded.Definitions.Length >= 15);
    }

    [Fact]
    public void The_samples_apply_once_and_a_second_time_change_nothing()
    {
        var loaded = DefinitionLoader.Load([SampleRules.Directory]);
        var first = DefinitionPlan.Of(loaded.Definitions, DefinitionSet.Empty);
        Assert.All(first.Items, item => Assert.Equal(PlannedChange.Add, item.Change));
        Assert.Empty(first.After.Rejected);

        var second = DefinitionPlan.Of(loaded.Definitions, first.After);
        Assert.All(second.Items, item => Assert.Equal(PlannedChange.Unchanged, item.Change));
    }
}
