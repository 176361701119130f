namespace Engage.Channels;

/// <summary>Why an attempt may be repeated.</summary>
public enum RetryCause
{
    /// <summary>A passing fault; the attempt counts towards the lane's quarantine.</summary>
    Transient,

    /// <summary>A limit; the attempt does not count.</summary>
    Throttled,

    /// <summary>An explicit refusal this code does not know: not taken, a few attempts and no more.</summary>
    Unrecognised,
}
