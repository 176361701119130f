namespace Engage.Streams;

/// <summary>A processor that outlives an aborted transaction instead of being built anew.</summary>
public interface IRewindable
{
    /// <summary>
    /// Forget what was derived from anything since the last <see cref="IProcessor.OnCommitted"/> and look again in the stores, which are settled by now. That work usually did not happen and its records come again;
    /// but where the answer to a commit was lost it did happen, and only the stores tell.
    /// </summary>
    void OnRewound();
}
