namespace Engage.LocalBroker;

/// <summary>When written data is forced to the disk. A killed process loses nothing under any of them: every answer follows its write.</summary>
public enum FsyncPolicy
{
    /// <summary>Leave it to the operating system; only a power loss can lose answered writes.</summary>
    Never,

    /// <summary>Every <see cref="EmbeddedBrokerOptions.FsyncInterval"/>.</summary>
    Interval,

    /// <summary>Before every answer.</summary>
    Always,
}
