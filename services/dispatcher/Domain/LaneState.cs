namespace Engage.Dispatcher.Domain;

/// <summary>Where a lane stands. Stored by number: never renumber.</summary>
internal enum LaneState
{
    /// <summary>Its next message may start.</summary>
    Healthy = 0,

    /// <summary>A limit holds it until an instant; attempts are not counted.</summary>
    Throttled = 1,

    /// <summary>Transient failures; it tries again at an instant.</summary>
    BackingOff = 2,

    /// <summary>Nobody knows whether the message in front was taken; the provider's records will be asked.</summary>
    Reconciling = 3,

    /// <summary>The recipient refuses everything; an operator, or a probe that finds the cause gone, lets it go on.</summary>
    Quarantined = 4,

    /// <summary>An operator holds it.</summary>
    Paused = 5,

    /// <summary>Let go with messages waiting; healthy once they are gone.</summary>
    Draining = 6,

    /// <summary>A gate holds the message in front (quiet hours, unknown suppression, budget).</summary>
    Held = 7,
}
