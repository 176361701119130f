using System.Globalization;

namespace Engage.Hosting.Configuration;

/// <summary>Durations as operators write them: <c>100ms</c>, <c>5s</c>, <c>15m</c>, <c>24h</c>, <c>7d</c>, or <c>00:00:05</c>.</summary>
internal static class Duration
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>A bare number is refused: nobody can tell seconds from milliseconds by looking at it.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        if (text.Contains(':', StringComparison.Ordinal)) return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration);

        duration = default;
        foreach (var (unit, length) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) continue;
            if (!long.TryParse(text.AsSpan(0, text.Length - unit.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) continue;
            if (count > TimeSpan.MaxValue.Ticks / length.Ticks) return false;
            duration = TimeSpan.FromTicks(count * length.Ticks);
            return true;
        }

        return false;
    }

    /// <summary>In the largest unit that leaves a whole number.</summary>
    public static string Format(TimeSpan duration)
    {
        foreach (var (unit, length) in Units.Reverse())
            if (duration != TimeSpan.Zero && duration.Ticks % length.Ticks == 0) return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks}{unit}");
        return duration == TimeSpan.Zero ? "0s" : duration.ToString("c", CultureInfo.InvariantCulture);
    }
}
