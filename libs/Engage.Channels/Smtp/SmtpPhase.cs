namespace Engage.Channels.Smtp;

/// <summary>How far a session had come. Until <see cref="FinalDot"/> the relay certainly has not taken the message.</summary>
internal enum SmtpPhase
{
    Connect,
    Greeting,
    Hello,
    Secure,
    Authenticate,
    Mail,
    Recipient,
    Data,
    Body,

    /// <summary>The final dot is leaving or has left.</summary>
    FinalDot,
}
