namespace Engage.Rules.Sms;

/// <summary>How large an SMS is on the wire, and so what it costs.</summary>
/// <param name="Units">Septets for GSM-7, where extended characters take two; UTF-16 units for UCS-2.</param>
/// <param name="Segments">Messages that are sent and billed; 0 for an empty text.</param>
public readonly record struct SmsSize(SmsEncoding Encoding, int Units, int Segments)
{
    private const int UnitsOfOneGsm7 = 160;
    private const int UnitsOfEachGsm7 = 153;
    private const int UnitsOfOneUcs2 = 70;
    private const int UnitsOfEachUcs2 = 67;

    /// <summary>Measures a text. Two-unit characters (extended GSM-7, surrogate pairs) never straddle two segments.</summary>
    public static SmsSize Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var character in text)
        {
            if (Gsm7.UnitsOf(character) == 0) return Measure(text, SmsEncoding.Ucs2, UnitsOfOneUcs2, UnitsOfEachUcs2);
        }

        return Measure(text, SmsEncoding.Gsm7, UnitsOfOneGsm7, UnitsOfEachGsm7);
    }

    private static SmsSize Measure(string text, SmsEncoding encoding, int unitsOfOne, int unitsOfEach)
    {
        var (units, segments, filled) = (0, 0, unitsOfEach);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            var width = encoding == SmsEncoding.Gsm7 ? Gsm7.UnitsOf(text[i]) : isPair ? 2 : 1;
            if (isPair) i++;

            units += width;
            if (filled + width > unitsOfEach) (segments, filled) = (segments + 1, 0);
            filled += width;
        }

        return new SmsSize(encoding, units, units <= unitsOfOne ? Math.Min(units, 1) : segments);
    }
}
