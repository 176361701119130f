using System.Globalization;
using System.Numerics;

namespace Engage.Rules.Time;

/// <summary>One field of a cron expression: the values it matches, and whether it is a wildcard or has a step.</summary>
/// <param name="Bits">Bit n stands for value n.</param>
/// <param name="IsWildcard">The field is <c>*</c> alone.</param>
/// <param name="HasStep">Some item has a <c>/n</c>.</param>
internal readonly record struct CronField(ulong Bits, bool IsWildcard, bool HasStep)
{
    public bool Contains(int value) => (Bits >> value & 1) != 0;

    /// <summary>The lowest matching value that is at least <paramref name="value"/>; −1 if there is none.</summary>
    public int NextAtOrAfter(int value)
    {
        var rest = value > 63 ? 0 : Bits >> value << value;
        return rest == 0 ? -1 : BitOperations.TrailingZeroCount(rest);
    }

    /// <summary>Parses items <c>*</c>, <c>n</c>, <c>a-b</c>, each with an optional <c>/step</c>, separated by commas.</summary>
    /// <param name="text">The field.</param>
    /// <param name="name">What a mistake calls the field.</param>
    /// <param name="min">Lowest value.</param>
    /// <param name="max">Highest value.</param>
    /// <param name="names">Names of the values from <paramref name="min"/>, three letters, lower case; may be empty.</param>
    /// <param name="field">The field; nothing in it where the result is a mistake.</param>
    /// <returns>The mistake and what to write instead; null for none.</returns>
    public static string? Parse(string text, string name, int min, int max, ReadOnlySpan<string> names, out CronField field)
    {
        ulong bits = 0;
        var hasStep = false;
        field = default;
        foreach (var item in text.Split(','))
        {
            var slash = item.IndexOf('/', StringComparison.Ordinal);
            var range = slash < 0 ? item : item[..slash];
            var step = 1;
            if (slash >= 0 && (!TryNumber(item[(slash + 1)..], out step) || step < 1 || step > max))
                return $"'{item}' in the {name} field: the step after / is a number from 1 to {max}";
            if (!TryRange(range, min, max, names, slash >= 0, out var from, out var to))
                return $"'{item}' in the {name} field: write *, a value from {min} to {max}, or a range such as {min}-{max}";

            for (var value = from; value <= to; value += step) bits |= 1UL << value;
            hasStep |= slash >= 0;
        }

        field = new CronField(bits, text == "*", hasStep);
        return null;
    }

    private static bool TryRange(string text, int min, int max, ReadOnlySpan<string> names, bool isStepped, out int from, out int to)
    {
        (from, to) = (min, max);
        if (text == "*") return true;

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (!TryValue(dash < 0 ? text : text[..dash], min, names, out from)) return false;

        // As in crontab(5): a value with a step, n/s, runs to the end of the field.
        to = dash < 0 ? (isStepped ? max : from) : max;
        if (dash >= 0 && !TryValue(text[(dash + 1)..], min, names, out to)) return false;
        return from >= min && to <= max && from <= to;
    }

    private static bool TryValue(string text, int min, ReadOnlySpan<string> names, out int value)
    {
        if (TryNumber(text, out value)) return true;

        value = min + names.IndexOf(text.ToLowerInvariant());
        return value >= min;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
