namespace Engage.LoadTest.Torture;

/// <summary>Which broker is tortured with the workers.</summary>
internal enum TortureBroker
{
    /// <summary>The local broker within this process; its kill drops connections and memory.</summary>
    Local,

    /// <summary>The local broker in a process of its own; its kill is SIGKILL.</summary>
    Process,

    Apache,
}
