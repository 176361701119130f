using System.Globalization;

namespace Engage.Channels.Http;

/// <summary>Reads a <c>Retry-After</c> header (RFC 9110 §10.2.3), of which providers send every variety.</summary>
internal static class RetryAfterHeader
{
    /// <summary>Longer waits are cut to this, so that a wrong header cannot stop a lane for days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>A second, for waits that are zero, negative or in the past.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <returns>Null where the header is absent or neither a number of seconds nor a date.</returns>
    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        if (decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var seconds))
            return seconds >= (decimal)Longest.TotalSeconds ? Longest : Bounded(TimeSpan.FromSeconds((double)seconds));
        return DateTimeOffset.TryParseExact(value.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Bounded(date - now)
            : null;
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait < Shortest ? Shortest : wait > Longest ? Longest : wait;
}
