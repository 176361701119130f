namespace Engage.Channels;

/// <summary>What a provider refused.</summary>
public enum RejectedPart
{
    /// <summary>This message; the recipient takes others.</summary>
    Message,

    /// <summary>This message, because of something we composed wrongly: worth an alert.</summary>
    MessageByOurFault,

    /// <summary>The recipient, whatever the message.</summary>
    Recipient,

    /// <summary>The recipient, who has told the carrier to stop; no override of consent helps.</summary>
    OptedOutRecipient,
}
