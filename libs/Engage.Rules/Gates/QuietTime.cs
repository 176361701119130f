using Engage.Rules.Definitions;
using Engage.Rules.Time;
using NodaTime;

namespace Engage.Rules.Gates;

/// <summary>Whether it is quiet where the player lives, and until when.</summary>
public static class QuietTime
{
    /// <param name="quiet">The policy's quiet hours.</param>
    /// <param name="channel">The message's channel.</param>
    /// <param name="playerTimeZone">The player's zone; null or unknown: the policy's.</param>
    /// <param name="nowMicros">The instant of sending.</param>
    /// <returns>The first instant that is not quiet any more; null where it is not quiet now.</returns>
    public static long? EndOf(QuietHours quiet, string channel, string? playerTimeZone, long nowMicros)
    {
        if (!quiet.Channels.Contains(channel)) return null;

        var zone = ZonedTime.ZoneOrNull(playerTimeZone) ?? ZonedTime.Zone(quiet.TimeZone);
        var now = ZonedTime.ToInstant(nowMicros);
        return IsQuiet(quiet, now.InZone(zone).TimeOfDay) ? ZonedTime.ToMicros(EndAfter(quiet, zone, now)) : null;
    }

    private static bool IsQuiet(QuietHours quiet, LocalTime time) => quiet.From <= quiet.Until
        ? quiet.From <= time && time < quiet.Until
        : time >= quiet.From || time < quiet.Until;

    /// <summary>The wall clock may jump over the end, or show it twice; so the end is the first of: the end's own instant, or a change of clocks into the open hours.</summary>
    private static Instant EndAfter(QuietHours quiet, DateTimeZone zone, Instant now)
    {
        var from = now;
        while (true)
        {
            var stretch = zone.GetZoneInterval(from);
            var local = from.WithOffset(stretch.WallOffset).LocalDateTime;
            if (!IsQuiet(quiet, local.TimeOfDay)) return from;

            var end = local.TimeOfDay < quiet.Until ? local.Date.At(quiet.Until) : local.Date.PlusDays(1).At(quiet.Until);
            var due = end.WithOffset(stretch.WallOffset).ToInstant();
            if (!stretch.HasEnd || due <= stretch.End) return due;
            from = stretch.End;
        }
    }
}
