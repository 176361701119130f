namespace Engage.Scheduler.Domain;

/// <summary>Where a run stands. The numbers are stored.</summary>
internal enum RunPhase : byte
{
    /// <summary>Its marker is written; members and end records are coming in.</summary>
    Collecting = 1,

    /// <summary>Every partition has reported its end: members are being reached.</summary>
    Running = 2,
}
