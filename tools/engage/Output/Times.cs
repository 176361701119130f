using System.Globalization;

namespace Engage.Cli.Output;

/// <summary>Times of records for people.</summary>
internal static class Times
{
    public static DateTimeOffset Of(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset? Of(long? micros) => micros is { } known ? Of(known) : null;

    public static string Text(long micros) => Text(Of(micros));

    /// <summary>UTC, to the microsecond where there is one.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    public static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
