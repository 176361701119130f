namespace Engage.Streams.Kafka.Tools;

/// <summary>The cluster refused or could not be reached. The message names topic or group and what to do.</summary>
public sealed class ClusterException : Exception
{
    public ClusterException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
