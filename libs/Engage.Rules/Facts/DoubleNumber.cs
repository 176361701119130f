using System.Globalization;

namespace Engage.Rules.Facts;

/// <summary>Doubles as decimals, by their shortest round-trip text.</summary>
internal static class DoubleNumber
{
    private const double ExactIntegers = 9_007_199_254_740_992; // 2^53: below it, an integer's text is the integer.

    public static bool TryConvert(double value, out decimal result)
    {
        if (Math.Abs(value) < ExactIntegers && value == Math.Truncate(value))
        {
            result = (long)value;
            return true;
        }

        Span<byte> text = stackalloc byte[32]; // The longest shortest text has 24 characters.
        result = 0;
        return double.IsFinite(value)
            && value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture)
            && decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out result);
    }
}
