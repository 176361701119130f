using System.Diagnostics;

namespace Engage.Dispatcher.Domain;

/// <summary>How states are spelt in events.</summary>
internal static class LaneStateNames
{
    public static string Text(this LaneState state) => state switch
    {
        LaneState.Healthy => "healthy",
        LaneState.Throttled => "throttled",
        LaneState.BackingOff => "backing_off",
        LaneState.Reconciling => "reconciling",
        LaneState.Quarantined => "quarantined",
        LaneState.Paused => "paused",
        LaneState.Draining => "draining",
        LaneState.Held => "held",
        _ => throw new UnreachableException($"Nothing names the lane state {state}."),
    };

    /// <summary>Whether the lane's messages wait for somebody or something, rather than for their turn.</summary>
    public static bool IsStuck(this LaneState state) => state is LaneState.Quarantined or LaneState.Paused;
}
