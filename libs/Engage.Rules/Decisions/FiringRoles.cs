namespace Engage.Rules.Decisions;

/// <summary>As what an event met a rule; the bits of <c>MatchedRule.roles</c>.</summary>
[Flags]
public enum FiringRoles
{
    None = 0,

    /// <summary>The event met the trigger.</summary>
    Trigger = 1,

    /// <summary>The event met the qualification.</summary>
    Qualification = 2,

    /// <summary>The event takes back one that met the trigger.</summary>
    ReversalOfTrigger = 4,

    /// <summary>The event takes back one that met the qualification.</summary>
    ReversalOfQualification = 8,
}
