namespace Engage.Rules.Time;

/// <summary>The instants of a recurrence, before its schedule's start, end and days are applied.</summary>
internal interface IRecurrenceCalendar
{
    /// <summary>The first instant after the one given, itself excluded; null if there is none.</summary>
    DueTime? NextAfter(long afterMicros);
}
