namespace Engage.Streams;

/// <summary>A processor that outlives an aborted transaction instead of being built anew.</summary>
public interface IRewindable
{
    /// <summary>Everything since the last <see cref="IProcessor.OnCommitted"/> did not happen: forget what was derived from it; the stores already have. Its records come again.</summary>
    void OnRewound();
}
