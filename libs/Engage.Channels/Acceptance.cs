namespace Engage.Channels;

/// <summary>How much an accepted message says about its arrival.</summary>
public enum Acceptance
{
    /// <summary>It is where the recipient reads it.</summary>
    Final,

    /// <summary>It is in the provider's queue; a bounce may follow.</summary>
    Queued,
}
