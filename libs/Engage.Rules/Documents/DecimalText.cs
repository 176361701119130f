using System.Globalization;

namespace Engage.Rules.Documents;

/// <summary>Numbers of definitions: decimals of at most 8 places, as the money of records.</summary>
public static class DecimalText
{
    public const int MaxDecimals = 8;

    /// <summary>The largest absolute value, which decimal(28, 8) still holds.</summary>
    public const decimal MaxValue = 99_999_999_999_999_999_999.99999999m;

    /// <summary>Reads plain and exponent notation, for example <c>10</c>, <c>-0.50</c>, <c>1e3</c>.</summary>
    /// <param name="mistake">What is wrong and how to mend it; null if the result is true.</param>
    public static bool TryParse(string text, out decimal value, out string? mistake)
    {
        ArgumentNullException.ThrowIfNull(text);
        mistake = null;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text, style, CultureInfo.InvariantCulture, out value) || Math.Abs(value) > MaxValue)
        {
            mistake = $"{text} is not a decimal number of at most 20 digits before the point; write it in quotes if it is a text";
        }
        else if (HasLeadingZero(text))
        {
            mistake = $"{text} has a leading zero; write it without, or in quotes if it is a text";
        }
        else if (CountDecimals(text) > MaxDecimals || decimal.Round(value, MaxDecimals) != value || (value == 0 && HasNonZeroDigit(text)))
        {
            mistake = $"{text} has more than {MaxDecimals} decimals; round it";
        }

        return mistake is null;
    }

    /// <summary>The shortest plain notation: no exponent, no trailing zeros.</summary>
    public static string Format(decimal value) =>
        value == 0 ? "0" : value.ToString("0.############################", CultureInfo.InvariantCulture);

    private static bool HasLeadingZero(string text)
    {
        var digits = text.AsSpan().TrimStart("+-");
        return digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]);
    }

    // A number below 1e-28 parses as zero.
    private static bool HasNonZeroDigit(string text) => text.AsSpan(0, text.AsSpan().IndexOfAny('e', 'E') is var end and >= 0 ? end : text.Length).ContainsAnyInRange('1', '9');

    // Parsing rounds what a decimal cannot hold, so the text itself is counted where it has no exponent.
    private static int CountDecimals(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0 || text.Contains('e', StringComparison.OrdinalIgnoreCase)) return 0;
        return text.TrimEnd('0').Length - point - 1;
    }
}
