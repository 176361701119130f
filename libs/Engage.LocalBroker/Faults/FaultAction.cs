using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Faults;

/// <summary>What a fault does to a request it matches.</summary>
public abstract record FaultAction
{
    private FaultAction()
    {
    }

    /// <summary>Answers with this error wherever the answer has room for one, without acting. Only before handling.</summary>
    public sealed record FailWith(ErrorCode Error) : FaultAction;

    /// <summary>Waits, by the broker's clock, then goes on.</summary>
    public sealed record DelayBy(TimeSpan Delay) : FaultAction;

    /// <summary>Waits until <see cref="Fault.Release"/> or the removal of the fault, then goes on.</summary>
    public sealed record Hold : FaultAction;

    /// <summary>Closes the connection without an answer.</summary>
    public sealed record Drop : FaultAction;

    /// <summary>Closes the connection with a TCP reset.</summary>
    public sealed record Reset : FaultAction;

    /// <summary>Sends only the first bytes of the answer (its length prefix included), then closes. Only before the answer.</summary>
    public sealed record CloseAfter(int Bytes) : FaultAction;

    /// <summary>Never answers and never reads again, leaving the connection open until the client gives up.</summary>
    public sealed record StopReading : FaultAction;
}
