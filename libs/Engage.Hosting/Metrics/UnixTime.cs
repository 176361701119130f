namespace Engage.Hosting.Metrics;

internal static class UnixTime
{
    public static double Seconds(TimeProvider time) => Seconds(time.GetUtcNow());

    public static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;
}
