namespace Engage.LocalBroker.Protocol;

/// <summary>The clock in Kafka's unit.</summary>
internal static class TimeProviderMilliseconds
{
    extension(TimeProvider time)
    {
        /// <summary>Milliseconds since the Unix epoch.</summary>
        public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();
    }
}
