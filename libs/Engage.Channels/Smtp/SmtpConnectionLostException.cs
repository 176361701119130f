namespace Engage.Channels.Smtp;

/// <summary>The session cannot go on.</summary>
/// <param name="fault">Stable code of what happened: <c>timeout</c>, <c>connection_closed</c>, <c>tls_failed</c>, <c>unreadable_reply</c>.</param>
/// <param name="cause">What the runtime reported; null where the session itself gave up.</param>
internal sealed class SmtpConnectionLostException(string fault, Exception? cause = null) : Exception("The SMTP session was lost.", cause)
{
    public string Fault { get; } = fault;
}
