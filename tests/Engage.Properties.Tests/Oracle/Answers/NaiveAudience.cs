using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests.Oracle.Answers;

/// <summary>Semantics 9 and 10 as plainly as they can be written: every player is looked at.</summary>
internal static class NaiveAudience
{
    /// <summary>Who is in any of the segments at an instant at which nothing happens.</summary>
    public static List<string> Of(NaiveRules rules, IReadOnlyCollection<string> segments, long at)
    {
        var nothing = new Happening { Player = "", Id = "", Type = "", Occurred = at, Ingested = at, Position = long.MaxValue };
        bool Contain(string id, KnownPlayer player) => id == "everyone" || new NaiveSegments(rules.Markers, player, at, nothing).Contain(id);
        var members = rules.Players.Where(known => segments.Any(segment => Contain(segment, known.Value)));
        return [.. members.Select(known => known.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>The first thing that keeps a marketing message from a player.</summary>
    /// <param name="sent">When messages of the channel left.</param>
    public static string StopOf(KnownPlayer player, string channel, (string Channel, int Max, long Within)[] caps, long[] sent, long now)
    {
        if (player.Suppression is null) return "suppression_unknown";
        if (player.Suppression != "none") return "suppressed";
        if (!(channel == "sms" ? player.SmsConsents : player.Consents)) return "no_consent";
        if (!player.Profile.ContainsKey(channel == "sms" ? "phone" : "email")) return "no_contact";
        return caps.Any(cap => cap.Channel == channel && sent.Count(left => left > now - cap.Within) >= cap.Max) ? "capped" : "reachable";
    }
}
