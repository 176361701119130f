namespace Engage.Channels.Http;

/// <summary>What came of an HTTP request: an answer, or the way it failed.</summary>
/// <param name="Status">HTTP status; 0 where no answer came.</param>
/// <param name="Body">The body, cut at the caller's limit; empty where none came.</param>
/// <param name="RetryAfter">As the server asked, above zero, at most <see cref="RetryAfterHeader.Longest"/>; null where it did not ask in a known form.</param>
/// <param name="Fault">Stable code of a failed transport (<c>timeout</c>, <c>connection_failed</c>, <c>connection_closed</c>, <c>address_refused</c>); null with an answer.</param>
/// <param name="BodyLeft">Whether the request's body began to leave; if not, the server cannot have acted.</param>
internal sealed record HttpAnswer(int Status, string Body, TimeSpan? RetryAfter, string? Fault, bool BodyLeft)
{
    public static HttpAnswer Failed(string fault, bool bodyLeft) => new(0, "", null, fault, bodyLeft);
}
