namespace Engage.Cli.Output;

/// <summary>Times of records for people.</summary>
internal static class Times
{
    public static DateTimeOffset Of(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset? Of(long? micros) => micros is { } known ? Of(known) : null;
}
