namespace Engage.Rules.Definitions;

/// <summary>When a scheduled rule runs (semantics 29, 30, 34).</summary>
public sealed record Schedule
{
    /// <summary>One hour.</summary>
    public const long DefaultCatchUpMicros = 3_600_000_000;

    public required Recurrence Recurrence { get; init; }

    /// <summary>IANA name; local times, days and times without an offset are read in it.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Null: from its marker on. Always set for <see cref="EveryElapsed"/>.</summary>
    public DefinitionTime? From { get; init; }

    /// <summary>Exclusive; a date alone includes that day. Null: until stopped.</summary>
    public DefinitionTime? Until { get; init; }

    public WeekDays Days { get; init; } = WeekDays.All;

    /// <summary>A run that was due while the scheduler was down still starts if it is not older than this many microseconds.</summary>
    public long CatchUpMicros { get; init; } = DefaultCatchUpMicros;
}
