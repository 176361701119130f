namespace Engage.Sandbox.Faults;

/// <summary>The requests a <see cref="FaultRule"/> is about; an absent part matches everything.</summary>
/// <param name="Kind"><c>slack</c>, <c>sms</c>, <c>email</c> or <c>platform</c>.</param>
/// <param name="Method">
/// Slack's method name; <c>messages.create</c>, <c>messages.list</c>, <c>messages.fetch</c>, <c>accounts.fetch</c> or <c>callback</c>;
/// <c>connect</c>, <c>hello</c>, <c>auth</c>, <c>mail</c>, <c>rcpt</c>, <c>data</c> or <c>dot</c>; <c>actions</c> or <c>webhooks/NAME</c>.
/// </param>
/// <param name="Recipient">Recipient as named or as resolved, case-insensitively.</param>
/// <param name="Nth">Only the n-th request that the other parts match, counted from 1.</param>
public sealed record FaultMatch(string? Kind = null, string? Method = null, string? Recipient = null, int? Nth = null);
