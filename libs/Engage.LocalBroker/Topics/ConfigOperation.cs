namespace Engage.LocalBroker.Topics;

/// <summary>What an incremental change does; the numbers are the protocol's.</summary>
internal enum ConfigOperation : sbyte
{
    Set = 0,
    Delete = 1,

    /// <summary>Adds entries to a list value.</summary>
    Append = 2,

    /// <summary>Takes entries out of a list value.</summary>
    Subtract = 3,
}
