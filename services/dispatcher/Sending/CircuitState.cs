namespace Engage.Dispatcher.Sending;

/// <summary>Whether an account's lanes may start.</summary>
internal enum CircuitState
{
    /// <summary>They may.</summary>
    Closed,

    /// <summary>They may not; attempts are not counted.</summary>
    Open,

    /// <summary>One of them may, to see whether the account works again.</summary>
    Trial,
}
