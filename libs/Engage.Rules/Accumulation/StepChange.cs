using System.Numerics;

namespace Engage.Rules.Accumulation;

/// <summary>Scales progress when a new version changes the step (semantics 21). Pure; for the rare event that meets a new version, not for each.</summary>
public static class StepChange
{
    private const decimal UnitsPerOne = 100_000_000m;

    /// <summary><c>progress × to / from</c>, rounded toward −∞ so that an edit alone neither creates nor destroys an execution.</summary>
    /// <param name="progress">At most 8 decimals; negative progress is a debt and grows in size when rounded.</param>
    /// <param name="from">The old step, above 0.</param>
    /// <param name="to">The new step, above 0.</param>
    /// <param name="precision">What the result is a whole number of.</param>
    public static decimal ScaleDown(decimal progress, decimal from, decimal to, ProgressPrecision precision)
    {
        var (quotient, rest) = Divide(progress, from, to, precision);
        return FromUnits(rest.Sign < 0 ? quotient - 1 : quotient, precision);
    }

    /// <summary><c>taken × to / from</c>, rounded up: what a reversal takes of progress that was scaled since its original.</summary>
    /// <param name="taken">From 0.</param>
    /// <param name="from">The old step, above 0.</param>
    /// <param name="to">The new step, above 0.</param>
    /// <param name="precision">What the result is a whole number of.</param>
    public static decimal ScaleUp(decimal taken, decimal from, decimal to, ProgressPrecision precision)
    {
        var (quotient, rest) = Divide(taken, from, to, precision);
        return FromUnits(rest.Sign > 0 ? quotient + 1 : quotient, precision);
    }

    /// <summary>Quotient and remainder of truncating division, in units of the precision.</summary>
    private static (BigInteger Quotient, BigInteger Remainder) Divide(decimal value, decimal from, decimal to, ProgressPrecision precision)
    {
        // Products of two decimal(28, 8) exceed System.Decimal, so the exact way is through whole units.
        var unitsOfValue = precision == ProgressPrecision.Whole ? new BigInteger(value) : Units(value);
        var quotient = BigInteger.DivRem(unitsOfValue * Units(to), Units(from), out var rest);
        return (quotient, rest);
    }

    private static BigInteger Units(decimal value)
    {
        var whole = decimal.Truncate(value);
        return (new BigInteger(whole) * new BigInteger(UnitsPerOne)) + new BigInteger((value - whole) * UnitsPerOne);
    }

    private static decimal FromUnits(BigInteger units, ProgressPrecision precision)
    {
        if (precision == ProgressPrecision.Whole) return Steps.Checked((decimal)units);

        var whole = BigInteger.DivRem(units, new BigInteger(UnitsPerOne), out var fraction);
        return Steps.Checked((decimal)whole + ((decimal)fraction / UnitsPerOne));
    }
}
