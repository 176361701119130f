namespace Engage.Streams.Ports;

/// <summary>Failures of state stores, classed by what the engine does about them.</summary>
public enum StateFault
{
    /// <summary>The data is damaged: reopen once, then wipe and restore.</summary>
    Corrupt,

    /// <summary>Reading or writing failed: reopen once, then give up.</summary>
    Io,

    /// <summary>The disk is full: give up at once.</summary>
    NoSpace,

    /// <summary>Another process or handle has the database open.</summary>
    Locked,
}
