namespace Engage.Streams.Runtime;

/// <summary>A processor threw: rewind and try again; after the third time the record is set aside.</summary>
internal sealed class ProcessingException(StreamTask task, string message, Exception error) : StreamsException(message, error)
{
    public StreamTask Task { get; } = task;
}
