namespace Engage.Topics;

/// <summary>Whether the payload of a value is at hand.</summary>
public enum WireOutcome
{
    /// <summary>The payload can be read with our schema.</summary>
    Ready,

    /// <summary>The value is bad.</summary>
    Poison,

    /// <summary>Its schema is not known here and the registry does not answer: try again later.</summary>
    Unavailable,
}
