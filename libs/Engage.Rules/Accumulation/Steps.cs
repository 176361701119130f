using Engage.Rules.Definitions;

namespace Engage.Rules.Accumulation;

/// <summary>How often progress completes a step, and what is left (semantics 12 to 15, 26). Pure; allocates nothing.</summary>
public static class Steps
{
    /// <summary>The largest progress kept, in units of the currency: what decimal(28, 8) holds.</summary>
    public const decimal MaxProgress = 99_999_999_999_999_999_999.99999999m;

    /// <summary>Adds <paramref name="added"/> to <paramref name="progress"/> and takes out every whole step.</summary>
    /// <param name="progress">Kept so far; negative where reversals took back more than was left.</param>
    /// <param name="added">From 0.</param>
    /// <param name="step">Above 0.</param>
    /// <param name="cap">The most executions that this event may give, from 1.</param>
    /// <param name="overflow">What becomes of whole steps beyond the cap.</param>
    /// <exception cref="OverflowException">Progress carried over left the range of <see cref="MaxProgress"/>; the rule is quarantined.</exception>
    public static StepsTaken Take(decimal progress, decimal added, decimal step, int cap, OverflowPolicy overflow)
    {
        var total = progress + added;
        if (total < step) return new StepsTaken(0, total, 0, false);

        // Quotients round; remainders are exact, and so is the division of an exact multiple.
        var rest = decimal.Remainder(total, step);
        var whole = (total - rest) / step;
        if (whole <= cap) return new StepsTaken((int)whole, rest, 0, false);

        return overflow == OverflowPolicy.Carry
            ? new StepsTaken(cap, Checked(total - (cap * step)), 0, true)
            : new StepsTaken(cap, rest, Saturated(whole - cap), true);
    }

    /// <exception cref="OverflowException">The value is beyond <see cref="MaxProgress"/> on either side.</exception>
    public static decimal Checked(decimal progress) => progress is > MaxProgress or < -MaxProgress
        ? throw new OverflowException($"Progress {progress} does not fit decimal(28, 8).")
        : progress;

    private static long Saturated(decimal steps) => steps >= long.MaxValue ? long.MaxValue : (long)steps;
}
