using Engage.Rules.Definitions;
using NodaTime;

namespace Engage.Rules.Time;

/// <summary>Between microseconds since the Unix epoch and the clocks on the walls of IANA zones. Pure; the zone rules are those bundled with the product.</summary>
public static class ZonedTime
{
    internal const long MicrosPerDay = 86_400_000_000;

    private const long TicksPerMicro = 10;

    /// <returns>Null for a name that the bundled zone rules do not know.</returns>
    public static DateTimeZone? ZoneOrNull(string? ianaName) => ianaName is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(ianaName);

    /// <exception cref="ArgumentException">The name is unknown; definitions are checked for that before they are applied.</exception>
    public static DateTimeZone Zone(string ianaName) =>
        ZoneOrNull(ianaName) ?? throw new ArgumentException($"There is no time zone '{ianaName}'.", nameof(ianaName));

    public static Instant ToInstant(long micros) => Instant.FromUnixTimeTicks(checked(micros * TicksPerMicro));

    /// <summary>Microseconds, rounded toward the past.</summary>
    public static long ToMicros(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return ticks >= 0 ? ticks / TicksPerMicro : ((ticks + 1) / TicksPerMicro) - 1;
    }

    /// <summary>The wall clock at an instant, as microseconds since 1970-01-01T00:00 local. Allocates nothing.</summary>
    internal static long LocalMicros(long micros, DateTimeZone zone) => micros + (zone.GetUtcOffset(ToInstant(micros)).Ticks / TicksPerMicro);

    /// <summary>The day of the week on the wall at an instant. Allocates nothing.</summary>
    internal static IsoDayOfWeek DayOfWeek(long micros, DateTimeZone zone) => DayOfWeek(LocalMicros(micros, zone));

    internal static IsoDayOfWeek DayOfWeek(long localMicros)
    {
        // 1970-01-01 was a Thursday, ISO day 4.
        var daysSinceEpoch = Math.DivRem(localMicros, MicrosPerDay, out var rest);
        if (rest < 0) daysSinceEpoch--;
        return (IsoDayOfWeek)((((daysSinceEpoch + 3) % 7) + 7) % 7 + 1);
    }

    /// <summary>The instant that a wall-clock time stands for: the first of two in an overlap, the next valid instant in a gap (semantics 30).</summary>
    public static Instant Resolve(LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant();
    }

    /// <summary>Where a period starts: a date alone at its first instant, a time with an offset as it says.</summary>
    public static long StartMicros(DefinitionTime time, DateTimeZone zone) => ToMicros(
        time.Offset is { } offset ? time.Local.WithOffset(offset).ToInstant()
        : time.IsDateOnly ? zone.AtStartOfDay(time.Local.Date).ToInstant()
        : Resolve(time.Local, zone));

    /// <summary>Where a period ends, exclusive: a date alone after its last instant (semantics 23).</summary>
    public static long EndMicros(DefinitionTime time, DateTimeZone zone) => time.IsDateOnly && time.Offset is null
        ? ToMicros(zone.AtStartOfDay(time.Local.Date.PlusDays(1)).ToInstant())
        : StartMicros(time, zone);
}
