using System.Globalization;
using System.Text.RegularExpressions;

namespace Engage.Sandbox.Twilio;

/// <summary>The emulated account: accepted messages, numbers that opted out, and the magic numbers of Twilio's test credentials.</summary>
/// <remarks>Safe for concurrent use. Magic numbers: twilio.com/docs/iam/test-credentials.</remarks>
internal sealed partial class TwilioAccount(SandboxOptions options, string sid)
{
    private const int BodyLimit = 1_600;
    private static readonly TimeSpan QueueLimit = TimeSpan.FromHours(10);

    private readonly Lock gate = new();
    private readonly List<TwilioMessage> messages = [];
    private readonly HashSet<string> optedOut = [];
    private readonly Dictionary<string, DateTimeOffset> senderBusyUntil = [];

    public string Sid => sid;

    /// <summary>The messages in order of acceptance.</summary>
    public IReadOnlyList<TwilioMessage> Messages
    {
        get { lock (gate) return [.. messages]; }
    }

    /// <summary>As if the number had replied STOP.</summary>
    public void OptOut(string number)
    {
        lock (gate) optedOut.Add(number);
    }

    /// <summary>As if the number had replied START.</summary>
    public void OptIn(string number)
    {
        lock (gate) optedOut.Remove(number);
    }

    /// <summary>Takes a message, or says why not.</summary>
    public (TwilioMessage? Message, TwilioError? Error) Create(string? to, string? from, string? body)
    {
        lock (gate)
        {
            if (Refuse(to, from, body) is { } error) return (null, error);

            var message = new TwilioMessage
            {
                Sid = string.Create(CultureInfo.InvariantCulture, $"SM{options.Seed:x8}{messages.Count + 1:x24}"),
                AccountSid = sid,
                To = to!,
                From = from!,
                Body = body!,
                CreatedAt = options.Clock.GetUtcNow(),
            };
            messages.Add(message);
            return (message, null);
        }
    }

    private TwilioError? Refuse(string? to, string? from, string? body)
    {
        if (string.IsNullOrEmpty(to)) return new(400, 21604, "A 'To' phone number is required.");
        if (string.IsNullOrEmpty(from)) return new(400, 21603, "A 'From' phone number is required.");
        if (string.IsNullOrEmpty(body)) return new(400, 21602, "Message body is required.");
        if (body.Length > BodyLimit) return new(400, 21617, "The concatenated message body exceeds the 1600 character limit.");

        return MagicSender(from) ?? MagicRecipient(to)
            ?? (E164().IsMatch(to) ? null : new TwilioError(400, 21211, "Invalid 'To' Phone Number."))
            ?? (optedOut.Contains(to) ? new TwilioError(400, 21610, "Attempt to send to unsubscribed recipient.") : null)
            ?? FullQueue(from, body);
    }

    private static TwilioError? MagicSender(string from) => from switch
    {
        "+15005550001" => new(400, 21212, "Invalid 'From' Phone Number."),
        "+15005550007" => new(400, 21606, "The 'From' number is not a valid, SMS-capable number of this account."),
        "+15005550008" => new(429, 21611, "This 'From' number has exceeded the maximum number of queued messages."),
        _ => null,
    };

    private static TwilioError? MagicRecipient(string to) => to switch
    {
        "+15005550001" => new(400, 21211, "Invalid 'To' Phone Number."),
        "+15005550002" => new(400, 21612, "The 'To' number is not reachable from this sender."),
        "+15005550003" => new(400, 21408, "Permission to send an SMS has not been enabled for this region."),
        "+15005550004" => new(400, 21610, "Attempt to send to unsubscribed recipient."),
        "+15005550009" => new(400, 21614, "'To' number is not a valid mobile number."),
        _ => null,
    };

    private TwilioError? FullQueue(string from, string body)
    {
        if (options.TwilioSegmentsPerSecond <= 0) return null;

        var now = options.Clock.GetUtcNow();
        var busyUntil = senderBusyUntil.GetValueOrDefault(from);
        if (busyUntil < now) busyUntil = now;
        if (busyUntil - now > QueueLimit) return new(429, 21611, "This 'From' number has exceeded the maximum number of queued messages.");

        senderBusyUntil[from] = busyUntil + TimeSpan.FromSeconds(TwilioMessage.SegmentCount(body) / options.TwilioSegmentsPerSecond);
        return null;
    }

    [GeneratedRegex(@"^\+[1-9]\d{1,14}\z")]
    private static partial Regex E164();
}
