using System.Globalization;

namespace Engage.Rules.Definitions;

/// <summary>Durations as written in files: a whole number with a unit, <c>90s</c>, <c>15m</c>, <c>24h</c>, <c>7d</c>, <c>2w</c>.</summary>
public static class DurationText
{
    public const long MicrosPerSecond = 1_000_000;

    /// <summary>Ten years: longer ones are taken for mistakes.</summary>
    public const long MaxMicros = 3653 * 86_400 * MicrosPerSecond;

    private static readonly (char Unit, long Micros)[] Units =
    [
        ('w', 7 * 86_400 * MicrosPerSecond), ('d', 86_400 * MicrosPerSecond), ('h', 3_600 * MicrosPerSecond), ('m', 60 * MicrosPerSecond), ('s', MicrosPerSecond),
    ];

    /// <returns>False unless the text is a number from 1 and a unit, at most <see cref="MaxMicros"/> in all.</returns>
    public static bool TryParse(string text, out long micros)
    {
        ArgumentNullException.ThrowIfNull(text);
        micros = 0;
        if (text.Length < 2 || text[0] is < '1' or > '9') return false;

        foreach (var (unit, unitMicros) in Units)
        {
            if (text[^1] != unit) continue;
            if (!long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
            if (number > MaxMicros / unitMicros) return false;
            micros = number * unitMicros;
            return true;
        }

        return false;
    }

    /// <summary>The shortest form: the largest unit that divides it; microseconds as fractions of a second.</summary>
    public static string Format(long micros)
    {
        foreach (var (unit, unitMicros) in Units)
        {
            if (micros != 0 && micros % unitMicros == 0) return string.Create(CultureInfo.InvariantCulture, $"{micros / unitMicros}{unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{micros / (decimal)MicrosPerSecond}s");
    }
}
