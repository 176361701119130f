using Engage.SegmentMaterializer.Domain;

namespace Engage.Cli.State;

/// <summary>How many of an audience a message of one channel would not reach, each player counted at the first thing that stands in the way (semantics 10, 36).</summary>
internal sealed class Waterfall(string channel)
{
    private const string NotSuppressed = "none";

    /// <summary>sms or email.</summary>
    public string Channel { get; } = channel;

    public long Suppressed { get; private set; }

    public long SuppressionUnknown { get; private set; }

    public long NoConsent { get; private set; }

    public long NoContact { get; private set; }

    public long Reachable { get; private set; }

    public void Add(PlayerRow player)
    {
        if (player.Suppression is null) SuppressionUnknown++;
        else if (player.Suppression != NotSuppressed) Suppressed++;
        else if (!player.State.HasConsent(Channel == "sms" ? "sms"u8 : "email"u8)) NoConsent++;
        else if (player.State.GetProfile(Channel == "sms" ? "phone"u8 : "email"u8).Kind != Rules.Facts.FactKind.Text) NoContact++;
        else Reachable++;
    }
}
