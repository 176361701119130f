namespace Engage.LocalBroker.Faults;

/// <summary>When in a request's life a fault strikes.</summary>
public enum FaultStage
{
    /// <summary>Before anything was done: the request has no effect unless it goes on.</summary>
    BeforeHandling,

    /// <summary>After it took effect, before the answer leaves: a drop here is a lost answer.</summary>
    BeforeAnswer,
}
