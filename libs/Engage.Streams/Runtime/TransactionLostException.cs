namespace Engage.Streams.Runtime;

/// <summary>The transaction did not, or may not have, come to pass: rewind.</summary>
internal sealed class TransactionLostException(string cause, ProducerFate producer, string message, Exception? error = null) : StreamsException(message, error)
{
    /// <summary>From a bounded set, for metrics.</summary>
    public string Cause { get; } = cause;

    public ProducerFate Producer { get; } = producer;
}
