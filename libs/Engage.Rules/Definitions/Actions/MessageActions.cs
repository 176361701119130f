namespace Engage.Rules.Definitions;

/// <summary>An action that sends a message to the player or to a literal recipient: a closed hierarchy.</summary>
public abstract record MessageAction : RuleAction
{
    private protected MessageAction()
    {
    }

    /// <summary>A literal recipient, which makes the message internal; null: the player's own contact point.</summary>
    public string? To { get; init; }

    /// <summary>A <see cref="ChannelAccount"/> by its id; absent: the one active account of the channel.</summary>
    public string? AccountId { get; init; }

    /// <summary>Of messages to the player; internal ones are not classed at send time.</summary>
    public MessageClass Class { get; init; } = MessageClass.Marketing;

    /// <summary>Send without the triggering player's consent. Has no effect on Slack, which has no consent gate.</summary>
    public bool OverrideConsent { get; init; }

    public bool IsInternal => To is not null;
}

/// <summary>A message to a channel (<c>#name</c>) or person (<c>@name</c> or an address); <see cref="MessageAction.To"/> is always set.</summary>
public sealed record SendSlack(MessageText Text) : MessageAction
{
    public override string Type => "send_slack";
}

/// <param name="RemoveStopText">Only where <see cref="MessageAction.To"/> is set (semantics 37).</param>
public sealed record SendSms(MessageText Text, bool RemoveStopText) : MessageAction
{
    public override string Type => "send_sms";
}

/// <param name="Text">The plain part; at least one of this and <paramref name="Html"/> is set.</param>
public sealed record SendEmail(MessageText Subject, MessageText? Text, MessageText? Html) : MessageAction
{
    public override string Type => "send_email";
}
