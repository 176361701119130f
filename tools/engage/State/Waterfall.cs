using Engage.Rules.Definitions;
using Engage.SegmentMaterializer.Domain;

namespace Engage.Cli.State;

/// <summary>How many of an audience a marketing message of one channel would not reach, each player counted at the first thing that stands in the way (semantics 10, 36).</summary>
/// <param name="caps">Of the policy in force.</param>
/// <param name="sentTo">When marketing messages left to a player through the channel; asked only where there are caps.</param>
internal sealed class Waterfall(string channel, IReadOnlyList<FrequencyCap> caps, long nowMicros, Func<string, IReadOnlyList<long>> sentTo)
{
    private readonly FrequencyCap[] caps = [.. caps.Where(cap => cap.Channel == channel)];

    private const string NotSuppressed = "none";

    /// <summary>sms or email.</summary>
    public string Channel { get; } = channel;

    public long Suppressed { get; private set; }

    public long SuppressionUnknown { get; private set; }

    public long NoConsent { get; private set; }

    public long NoContact { get; private set; }

    public long Capped { get; private set; }

    public long Reachable { get; private set; }

    public void Add(string playerId, PlayerRow player)
    {
        if (player.Suppression is null) SuppressionUnknown++;
        else if (player.Suppression != NotSuppressed) Suppressed++;
        else if (!player.State.HasConsent(Channel == "sms" ? "sms"u8 : "email"u8)) NoConsent++;
        else if (player.State.GetProfile(Channel == "sms" ? "phone"u8 : "email"u8).Kind != Rules.Facts.FactKind.Text) NoContact++;
        else if (IsCapped(playerId)) Capped++;
        else Reachable++;
    }

    private bool IsCapped(string playerId)
    {
        if (caps.Length == 0) return false;
        var sent = sentTo(playerId);
        return caps.Any(cap => sent.Count(instant => instant > nowMicros - cap.WithinMicros) >= cap.Max);
    }
}
