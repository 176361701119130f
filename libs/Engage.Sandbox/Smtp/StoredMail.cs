namespace Engage.Sandbox.Smtp;

/// <summary>A message that the SMTP sink took.</summary>
/// <param name="QueueId">The id in the sink's final 250 reply.</param>
/// <param name="From">Envelope sender; empty for the null sender.</param>
/// <param name="Recipients">Envelope recipients, at least one.</param>
/// <param name="Raw">The message as it came, dots unstuffed.</param>
/// <param name="Secured">Whether the session was encrypted.</param>
public sealed record StoredMail(string QueueId, string From, IReadOnlyList<string> Recipients, string Raw, bool Secured);
