using Engage.Streams;

namespace Engage.Dispatcher;

/// <summary>What the dispatcher keeps; each key and value is described where it is used.</summary>
internal static class Stores
{
    /// <summary>See <see cref="Dispatcher.Profiles.ProfileTable"/>.</summary>
    public static readonly Store Profiles = new("profiles", 1);

    /// <summary>See <see cref="Dispatcher.Profiles.WaitingActions"/>.</summary>
    public static readonly Store Waiting = new("waiting", 2, StoreAccess.Ordered);

    /// <summary>See <see cref="Dispatcher.Lanes.LaneRow"/>.</summary>
    public static readonly Store Lanes = new("lanes", 3, StoreAccess.Ordered);

    /// <summary>See <see cref="Dispatcher.Lanes.LaneQueue"/>.</summary>
    public static readonly Store Queue = new("queue", 4, StoreAccess.Ordered);

    /// <summary>See <see cref="Dispatcher.Lanes.SentCounters"/>.</summary>
    public static readonly Store Sent = new("sent", 5);

    /// <summary>See <see cref="Dispatcher.Lanes.KillSwitches"/>.</summary>
    public static readonly Store Switches = new("switches", 6, StoreAccess.Ordered);

    /// <summary>See <see cref="Dispatcher.Commands.CommandLog"/>.</summary>
    public static readonly Store Commands = new("commands", 7);
}
