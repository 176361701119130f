namespace Engage.Channels.Twilio;

/// <summary>Brings phone numbers into E.164 (<c>+</c> and 2 to 15 digits, the first not 0). Never guesses a country.</summary>
public static class PhoneNumber
{
    private const int MaxDigits = 15;

    /// <param name="text">As people write it: spaces, <c>-.()</c>, <c>00</c> in front for <c>+</c>.</param>
    /// <param name="defaultCountryCode">Digits put before a national number, whose leading 0 is dropped; null: national numbers are refused.</param>
    /// <param name="e164">The number; empty if refused.</param>
    /// <returns>False if the text is no such number.</returns>
    public static bool TryNormalise(string? text, string? defaultCountryCode, out string e164)
    {
        e164 = "";
        if (!TryStrip(text, out var hasPlus, out var digits)) return false;

        if (!hasPlus && digits.StartsWith("00", StringComparison.Ordinal)) (hasPlus, digits) = (true, digits[2..]);
        if (!hasPlus)
        {
            if (string.IsNullOrEmpty(defaultCountryCode)) return false;
            digits = defaultCountryCode + digits.TrimStart('0');
        }

        if (digits.Length is < 2 or > MaxDigits || digits[0] == '0') return false;
        e164 = "+" + digits;
        return true;
    }

    /// <summary>Removes what people put between digits; anything else makes it no number.</summary>
    private static bool TryStrip(string? text, out bool hasPlus, out string digits)
    {
        (hasPlus, digits) = (false, "");
        if (text is null || text.Length > 40) return false;

        var kept = new System.Text.StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character)) kept.Append(character);
            else if (character == '+' && kept.Length == 0 && !hasPlus) hasPlus = true;
            else if (character is not (' ' or '-' or '.' or '(' or ')' or '\u00a0')) return false;
        }

        digits = kept.ToString();
        return digits.Length > 0;
    }
}
