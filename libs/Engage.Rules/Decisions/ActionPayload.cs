using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Engage.Rules.Definitions;

namespace Engage.Rules.Decisions;

/// <summary>What an action gives or sets, per unit, as names and texts. Messages carry none: their words and recipients never travel with results.</summary>
public static class ActionPayload
{
    /// <summary>Empty for messages and for <c>reset_points</c>. Points are not in it: they have a field of their own.</summary>
    public static ImmutableDictionary<string, string> Of(RuleAction action) => action switch
    {
        GivePoints give => give.Wallet is { } wallet ? With("wallet", wallet) : Empty,
        DeductPoints deduct => deduct.AllowNegative ? With("allow_negative", "true") : Empty,
        ResetPoints => Empty,
        GiveBonus bonus => With("bonus", bonus.Bonus),
        GiveMiniGame game => game.Spins is { } spins
            ? With("mini_game", game.MiniGame).Add("spins", spins.ToString(CultureInfo.InvariantCulture))
            : With("mini_game", game.MiniGame),
        ChangeLevel change => With("level", change.Level),
        GiveMission mission => With("mission", mission.Mission),
        StartCampaign start => With("campaign", start.Campaign),
        StopCampaign stop => With("campaign", stop.Campaign),
        MarkPlayer mark => With("mark", mark.Mark),
        UnmarkPlayer unmark => With("mark", unmark.Mark),
        TagPlayer tag => With("tag", tag.Tag),
        UntagPlayer untag => With("tag", untag.Tag),
        Webhook webhook => With("endpoint", webhook.EndpointId),
        MessageAction => Empty,
        _ => throw new UnreachableException($"Nothing says what {action.Type} carries."),
    };

    private static ImmutableDictionary<string, string> Empty => ImmutableDictionary<string, string>.Empty;

    private static ImmutableDictionary<string, string> With(string name, string value) => Empty.Add(name, value);
}
