namespace Engage.Channels.Smtp;

/// <summary>How the connection to a relay is secured.</summary>
public enum SmtpSecurity
{
    /// <summary>Upgraded with STARTTLS; a relay that does not offer it is refused.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    ImplicitTls,

    /// <summary>Not at all: for a relay on this host or in one's own network.</summary>
    None,
}
