namespace Engage.Channels.Smtp;

/// <summary>How a session ended for one message.</summary>
/// <param name="Phase">The phase that decided.</param>
/// <param name="Reply">The relay's reply in that phase; null where the connection ended, or time ran out, without one.</param>
/// <param name="Fault">Stable code of what happened instead of a reply; null with one.</param>
internal sealed record SmtpVerdict(SmtpPhase Phase, SmtpReply? Reply, string? Fault = null);
