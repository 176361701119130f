using Engage.Rules.Definitions;

namespace Engage.Rules.Decisions;

/// <summary>How often an action's payload applies when one decision has several executions (semantics 4).</summary>
public static class ActionMultiplicity
{
    /// <summary>Points multiply; bonuses, missions and mini-games do where they are marked repeatable; all else happens once.</summary>
    /// <param name="action">As defined.</param>
    /// <param name="executions">From 1.</param>
    public static int TimesOf(RuleAction action, int executions) => action switch
    {
        GivePoints or DeductPoints => executions,
        GiveBonus { Repeatable: true } or GiveMission { Repeatable: true } or GiveMiniGame { Repeatable: true } => executions,
        _ => 1,
    };

    /// <summary>All points of the decision; null for actions that give or take none.</summary>
    /// <exception cref="OverflowException">They exceed decimal(28, 8).</exception>
    public static decimal? PointsOf(RuleAction action, int executions) => action switch
    {
        GivePoints give => Accumulation.Steps.Checked(give.Points * executions),
        DeductPoints deduct => Accumulation.Steps.Checked(deduct.Points * executions),
        _ => null,
    };
}
