namespace Engage.Dispatcher.Sending;

/// <summary>The country calling code of a number (ITU-T E.164, list of assigned codes): one digit for zones 1 and 7, two for these countries, else three.</summary>
internal static class CallingCode
{
    private static readonly HashSet<string> TwoDigits =
    [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58",
        "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];

    /// <param name="number">In E.164, with its plus.</param>
    public static string Of(string number)
    {
        var digits = number.TrimStart('+');
        if (digits.Length == 0) return "";
        if (digits[0] is '1' or '7') return digits[..1];
        return digits.Length > 2 && !TwoDigits.Contains(digits[..2]) ? digits[..3] : digits[..Math.Min(2, digits.Length)];
    }
}
