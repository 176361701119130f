using System.Text.Json.Nodes;

namespace Engage.Sandbox.Twilio;

/// <summary>Twilio's error answer. Codes: twilio.com/docs/api/errors.</summary>
internal sealed record TwilioError(int Status, int Code, string Message)
{
    public string ToJson() => new JsonObject
    {
        ["code"] = Code,
        ["message"] = Message,
        ["more_info"] = $"https://www.twilio.com/docs/errors/{Code}",
        ["status"] = Status,
    }.ToJsonString();
}
