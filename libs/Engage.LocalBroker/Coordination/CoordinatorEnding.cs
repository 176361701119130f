namespace Engage.LocalBroker.Coordination;

/// <summary>Why the coordinator answers no more.</summary>
internal enum CoordinatorEnding
{
    /// <summary>In good order: parked requests are answered with COORDINATOR_NOT_AVAILABLE (15).</summary>
    Stopped,

    /// <summary>As a kill would: parked requests get no answer.</summary>
    Abandoned,
}
