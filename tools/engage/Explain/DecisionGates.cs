using System.Globalization;
using Engage.Cli.Offline;
using Engage.Cli.Output;
using Engage.Rules.Accumulation;
using Engage.Rules.Decisions;

namespace Engage.Cli.Explain;

/// <summary>The gates behind matching, told from what the decision functions answered: the one that refused, those that it lets through before it, and the numbers.</summary>
internal static class DecisionGates
{
    private static readonly string[] Order = ["quarantine", "chain", "reversal", "once", "qualification", "currency", "step", "amount", "progress", "cap"];

    /// <param name="outcome">Of the rule for the event.</param>
    /// <param name="currency">The event's, else the wallet's; of a reversal its original's.</param>
    public static IEnumerable<ExplainedGate> Of(RuleOutcome outcome, CurrencyCode currency)
    {
        var refusing = outcome.Reason == DecisionReason.Executed ? null : GateOf(outcome.Reason);
        foreach (var gate in Order)
        {
            if (gate == refusing)
            {
                yield return ExplainedGate.Refused(gate, CodeOf(outcome, currency), RefusalText(outcome, currency));
                yield break;
            }

            if (PassText(gate, outcome, currency) is { } text) yield return ExplainedGate.Passed(gate, text);
        }
    }

    /// <summary>The reason's code with what it hangs on, as in <c>no_step:SEK</c>.</summary>
    public static string CodeOf(RuleOutcome outcome, CurrencyCode currency) =>
        outcome.Reason == DecisionReason.NoStep ? $"{DecisionReasons.CodeOf(outcome.Reason)}:{currency}" : DecisionReasons.CodeOf(outcome.Reason);

    private static string GateOf(DecisionReason reason) => reason switch
    {
        DecisionReason.Quarantined => "quarantine",
        DecisionReason.RepeatedInChain => "chain",
        DecisionReason.Once => "once",
        DecisionReason.QualificationBegan or DecisionReason.QualificationIgnored or DecisionReason.NotQualified or DecisionReason.BeforeQualification or DecisionReason.QualificationRanOut => "qualification",
        DecisionReason.NoCurrency => "currency",
        DecisionReason.NoStep => "step",
        DecisionReason.NoAmount => "amount",
        DecisionReason.BelowStep => "progress",
        _ => "reversal",
    };

    private static string? PassText(string gate, RuleOutcome outcome, CurrencyCode currency)
    {
        var plan = outcome.Rule.Plan;
        if (outcome.Decision is not { } decision) return null;
        switch (gate)
        {
            case "once": return plan.Rule.OnceInALifetime ? "has not executed for this player before" : null;
            case "qualification": return plan.Rule.Qualification is null ? null : QualifiedText(outcome);
            case "currency": return plan.CountsMoney ? currency.ToString() : null;
            case "step": return plan.Steps is { } steps && steps.TryGet(plan.CountsMoney ? currency : default, out var step) ? Number(step) : null;
            case "progress": return plan.Steps is null ? null : ProgressText(outcome, currency);
            case "cap":
                return !decision.Executes ? null
                    : decision.Capped ? $"cut to {decision.Times}, the most that one event may cause; {decision.Discarded} discarded"
                    : plan.Steps is null ? null : "not reached";
            default: return null;
        }
    }

    private static string RefusalText(RuleOutcome outcome, CurrencyCode currency) => outcome.Reason switch
    {
        DecisionReason.Quarantined => "this version of the rule threw and is set aside until it is edited",
        DecisionReason.RepeatedInChain => "the rule has executed in the same chain of tag changes",
        DecisionReason.Once => "the rule executes once in a lifetime and has done so for this player",
        DecisionReason.QualificationBegan => $"the event began the qualification and is no progress itself{Until(outcome)}",
        DecisionReason.QualificationIgnored => $"the event would qualify, but a qualification is held already{Until(outcome)}",
        DecisionReason.NotQualified => "no qualification is held",
        DecisionReason.BeforeQualification => $"the event lies before the qualification held since {Time(outcome.Before.Qualification.SinceMicros)}",
        DecisionReason.QualificationRanOut => $"the qualification of {Time(outcome.Before.Qualification.SinceMicros)} ran out at {Time(outcome.Before.Qualification.UntilMicros)}",
        DecisionReason.NoCurrency => "neither the event nor the player's profile names a currency",
        DecisionReason.NoStep => $"the rule has no step for {currency}",
        DecisionReason.NoAmount => "the event carries none of the amounts that the rule counts",
        DecisionReason.BelowStep => ProgressText(outcome, currency),
        DecisionReason.ReversalTaken => ProgressText(outcome, currency),
        DecisionReason.QualificationReversed => "the qualifying event was taken back, so that the qualification ended",
        DecisionReason.ReversalOfNothingKept => "what is taken back is not, or no longer, part of the progress",
        _ => DecisionReasons.CodeOf(outcome.Reason),
    };

    private static string ProgressText(RuleOutcome outcome, CurrencyCode currency)
    {
        var plan = outcome.Rule.Plan;
        var counted = plan.CountsMoney ? currency : default;
        var before = outcome.Before.Kept.Of(counted);
        var step = plan.Steps!.TryGet(counted, out var size) ? $"; step {Number(size)}" : "";
        var edited = outcome.Before.Version != 0 && outcome.Before.Version != plan.Version ? $" under version {outcome.Before.Version}" : "";
        return $"{Number(before)} kept before{edited}, {Number(outcome.Decision!.Value.Remainder ?? 0)} after{step}";
    }

    private static string QualifiedText(RuleOutcome outcome)
    {
        var held = outcome.Decision!.Value.CountedUnder;
        return held.IsHeld ? $"held since {Time(held.SinceMicros)}{UntilText(held.UntilMicros)}" : "held";
    }

    private static string Until(RuleOutcome outcome) => outcome.Decision is { Next.Qualification: { IsHeld: true } held } ? UntilText(held.UntilMicros) : "";

    private static string UntilText(long micros) => micros == Rules.Qualification.HeldQualification.NeverRunsOut ? "" : $", until {Time(micros)}";

    private static string Time(long micros) => Times.Text(micros);

    private static string Number(decimal value) => value.ToString("0.########", CultureInfo.InvariantCulture);
}
