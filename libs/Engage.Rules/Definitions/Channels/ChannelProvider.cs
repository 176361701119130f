namespace Engage.Rules.Definitions;

/// <summary>The provider behind a channel account.</summary>
public enum ChannelProvider
{
    Slack,
    Twilio,
    Smtp,
}
