namespace Engage.Streams;

/// <summary>A fault of the engine, its sealed kinds named for what follows from them.</summary>
public abstract class StreamsException : Exception
{
    private protected StreamsException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
