namespace Engage.Rules.Definitions;

/// <summary>When a real-time rule is alive: <c>[from, until)</c> on some days of the week (semantics 23).</summary>
/// <param name="From">Null: from its marker on.</param>
/// <param name="Until">Exclusive; a date alone includes that day. Null: until stopped.</param>
/// <param name="TimeZone">IANA name; times without an offset and the days of the week are read in it.</param>
public sealed record ActivePeriod(DefinitionTime? From, DefinitionTime? Until, WeekDays Days, string TimeZone);
