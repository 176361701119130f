using System.Diagnostics.CodeAnalysis;

namespace Engage.Contracts;

/// <summary>
/// The name of a lane, <c>channel/account/recipient</c>: the messages of one channel account to one recipient, which are sent in order and one at a time. What is wrong with one lane
/// is no concern of another.
/// </summary>
/// <param name="Channel"><c>slack</c>, <c>sms</c>, <c>email</c>, <c>platform</c> or <c>webhook</c>.</param>
/// <param name="Account">Id of the channel account or endpoint.</param>
/// <param name="Recipient">A literal recipient in its canonical form, or <c>player:</c> and the player's id for what goes to the player; never a player's contact point. May hold slashes.</param>
public readonly record struct LaneName(string Channel, string Account, string Recipient)
{
    private const string PlayerPrefix = "player:";

    /// <summary>The player the lane belongs to; null for an internal recipient.</summary>
    public string? Player => Recipient.StartsWith(PlayerPrefix, StringComparison.Ordinal) ? Recipient[PlayerPrefix.Length..] : null;

    /// <summary>What decides the partition that owns the lane: the player, so that consent and suppression are at hand; else the lane's whole name.</summary>
    public string PartitionKey => Player ?? ToString();

    public static LaneName OfPlayer(string channel, string account, string playerId) => new(channel, account, PlayerPrefix + playerId);

    /// <returns>False unless the text has three parts, none of them empty.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out LaneName lane)
    {
        lane = default;
        if (text?.Split('/', 3) is not [{ Length: > 0 } channel, { Length: > 0 } account, { Length: > 0 } recipient]) return false;
        lane = new LaneName(channel, account, recipient);
        return true;
    }

    public override string ToString() => $"{Channel}/{Account}/{Recipient}";
}
