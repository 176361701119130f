using System.Text.Json.Serialization;

namespace Engage.Sandbox.Faults;

/// <summary>What a matching request meets. A delay alone only slows the request down; every other part replaces its normal answer.</summary>
/// <param name="Status">HTTP status, or SMTP reply code.</param>
/// <param name="Error">Slack error name, Twilio error code, SMTP enhanced code, or the platform's error name.</param>
/// <param name="RetryAfter">Value of the <c>Retry-After</c> header, as it is to be sent: seconds, or deliberately something else.</param>
/// <param name="DelayMs">Milliseconds before anything else happens.</param>
/// <param name="Hang">True: no answer until the client gives up; together with <see cref="FaultReset.AfterAccept"/> the request is accepted first.</param>
/// <param name="Reset">Where the connection is cut.</param>
/// <param name="Body">Answer body as it is: truncated JSON, an HTML page, or the text of an SMTP reply.</param>
public sealed record FaultEffect(
    int? Status = null,
    [property: JsonConverter(typeof(TextOrNumberConverter))] string? Error = null,
    [property: JsonConverter(typeof(TextOrNumberConverter))] string? RetryAfter = null,
    int? DelayMs = null,
    bool Hang = false,
    FaultReset? Reset = null,
    string? Body = null)
{
    /// <summary>Whether the provider takes the message although the sender will not hear of it.</summary>
    internal bool AcceptsFirst => Reset == FaultReset.AfterAccept;

    /// <summary>Whether the request is answered normally once the delay is over.</summary>
    internal bool OnlyDelays => Status is null && Error is null && RetryAfter is null && Body is null && !Hang && Reset is null;
}
