namespace Engage.Channels;

/// <summary>How far a failure reaches.</summary>
public enum FailureScope
{
    /// <summary>This recipient.</summary>
    Lane,

    /// <summary>All messages of this sender to recipients in this country.</summary>
    Country,

    /// <summary>All messages of this sender.</summary>
    Sender,

    /// <summary>All messages of this account.</summary>
    Account,
}
