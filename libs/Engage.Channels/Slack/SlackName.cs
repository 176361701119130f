using System.Text.RegularExpressions;

namespace Engage.Channels.Slack;

/// <summary>The ways a rule can name a Slack recipient.</summary>
internal enum SlackNameKind
{
    ChannelId,
    UserId,
    ChannelName,
    UserName,
    Email,
}

/// <summary>A Slack recipient as a rule names it.</summary>
/// <param name="Kind">Which form it has.</param>
/// <param name="Text">Without the leading <c>#</c> or <c>@</c>.</param>
internal readonly partial record struct SlackName(SlackNameKind Kind, string Text)
{
    public static SlackName Parse(string recipient) => recipient switch
    {
        ['#', .. var name] => new(SlackNameKind.ChannelName, name),
        ['@', .. var name] => new(SlackNameKind.UserName, name),
        _ when recipient.Contains('@', StringComparison.Ordinal) => new(SlackNameKind.Email, recipient),
        _ when ChannelId().IsMatch(recipient) => new(SlackNameKind.ChannelId, recipient),
        _ when UserId().IsMatch(recipient) => new(SlackNameKind.UserId, recipient),
        _ => new(SlackNameKind.ChannelName, recipient),
    };

    /// <summary>Whether messages go to a person's direct messages.</summary>
    public bool IsPerson => Kind is SlackNameKind.UserId or SlackNameKind.UserName or SlackNameKind.Email;

    [GeneratedRegex(@"^[CGD][A-Z0-9]{7,}\z")]
    private static partial Regex ChannelId();

    [GeneratedRegex(@"^[UW][A-Z0-9]{7,}\z")]
    private static partial Regex UserId();
}
