using System.Diagnostics;
using Engage.Rules.Definitions;

namespace Engage.Rules.Qualification;

/// <summary>What an event that meets a rule's qualification does to the one held (semantics 24, 25, 27). Pure; allocates nothing.</summary>
public static class QualifyingEvent
{
    /// <param name="rule">The qualification of the rule's version in force.</param>
    /// <param name="held">What the player holds before the event.</param>
    /// <param name="judgedAtMicros">The event's judge time.</param>
    public static QualifyingEffect EffectOf(Definitions.Qualification rule, in HeldQualification held, long judgedAtMicros)
    {
        if (!held.IsHeld) return QualifyingEffect.Begins;
        if (judgedAtMicros < held.SinceMicros) return QualifyingEffect.TooEarly;
        if (judgedAtMicros >= held.UntilMicros) return QualifyingEffect.Begins;

        return rule.Requalify switch
        {
            RequalifyPolicy.Ignore => QualifyingEffect.Ignored,
            RequalifyPolicy.Restart => QualifyingEffect.Begins,
            _ => throw new UnreachableException($"Nothing says how to requalify under {rule.Requalify}."),
        };
    }

    /// <summary>The qualification that begins with this event, with the rule's period and iterations as they are now.</summary>
    public static HeldQualification Begin(Definitions.Qualification rule, long judgedAtMicros, long position, int index)
    {
        var until = rule.PeriodMicros is { } period ? checked(judgedAtMicros + period) : HeldQualification.NeverRunsOut;
        return new HeldQualification(true, judgedAtMicros, until, position, index, rule.Iterations ?? 0);
    }
}
