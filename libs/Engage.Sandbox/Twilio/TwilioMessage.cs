using System.Globalization;
using System.Text.Json.Nodes;

namespace Engage.Sandbox.Twilio;

/// <summary>One accepted SMS.</summary>
internal sealed class TwilioMessage
{
    public required string Sid { get; init; }

    public required string AccountSid { get; init; }

    public required string To { get; init; }

    public required string From { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>queued, sent, delivered or undelivered.</summary>
    public string Status { get; set; } = "queued";

    public int? ErrorCode { get; set; }

    public string ToJson() => Describe().ToJsonString();

    public JsonObject Describe() => new()
    {
        ["sid"] = Sid,
        ["account_sid"] = AccountSid,
        ["to"] = To,
        ["from"] = From,
        ["body"] = Body,
        ["status"] = Status,
        ["direction"] = "outbound-api",
        ["num_segments"] = SegmentCount(Body).ToString(CultureInfo.InvariantCulture),
        ["error_code"] = ErrorCode,
        ["error_message"] = null,
        ["price"] = null,
        ["date_created"] = CreatedAt.ToString("r", CultureInfo.InvariantCulture),
        ["date_sent"] = CreatedAt.ToString("r", CultureInfo.InvariantCulture),
        ["uri"] = $"/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json",
    };

    /// <summary>A plain count by Latin-1 or UCS-2 length, deliberately not the engine's own counting.</summary>
    public static int SegmentCount(string body)
    {
        var isSingleByte = body.All(character => character <= 'ÿ' || character == '€');
        var (alone, joined) = isSingleByte ? (160, 153) : (70, 67);
        return body.Length <= alone ? 1 : (body.Length + joined - 1) / joined;
    }
}
