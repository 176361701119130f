namespace Engage.Sandbox.Slack;

/// <summary>Who can find a Slack channel.</summary>
public enum ChannelVisibility
{
    /// <summary>Everybody; the bot may join by itself.</summary>
    Public,

    /// <summary>Members only; to others, the bot included, it does not exist.</summary>
    Private,
}
