namespace Engage.Channels;

/// <summary>Who reads a message.</summary>
public enum Audience
{
    /// <summary>The operator's staff.</summary>
    Internal,

    /// <summary>The player.</summary>
    Player,
}
