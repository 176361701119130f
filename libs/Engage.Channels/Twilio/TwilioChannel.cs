using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Engage.Channels.Http;

namespace Engage.Channels.Twilio;

/// <summary>Sends SMS through one Twilio account.</summary>
public sealed class TwilioChannel : IChannel
{
    /// <summary>Longest that Twilio's own queue may keep a message, in seconds.</summary>
    private const int LongestValiditySeconds = 36_000;

    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    private readonly HttpClient http = ProviderHttp.Create(NetworkReach.Any);
    private readonly TwilioOptions options;
    private readonly TimeProvider clock;
    private readonly HttpCaller caller;
    private readonly AuthenticationHeaderValue credentials;

    /// <summary>Connects when first used.</summary>
    public TwilioChannel(TwilioOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        (this.options, this.clock) = (options, clock);
        caller = new HttpCaller(http, options.TimeLimit, clock);
        credentials = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.KeySid ?? options.AccountSid}:{options.AuthToken}")));
    }

    /// <inheritdoc/>
    public string Provider => "twilio";

    /// <inheritdoc/>
    public TimeSpan ReconcileDelay => options.ReconcileDelay;

    private Uri Messages => new(options.Address, $"Accounts/{options.AccountSid}/Messages.json");

    /// <inheritdoc/>
    public async Task<SendReport> SendAsync(OutboundMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.ExpiresAt <= clock.GetUtcNow()) return new(new Rejected("expired", null, RejectedPart.Message));

        using var form = new FormUrlEncodedContent(Form(message));
        var body = await form.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        using var request = Request(HttpMethod.Post, Messages);
        request.Content = new TrackedContent(body, "application/x-www-form-urlencoded");
        return new(TwilioClassifier.Classify(TwilioReply.Parse(await caller.CallAsync(request, cancellation).ConfigureAwait(false))));
    }

    /// <inheritdoc/>
    public async Task<Reconciliation> ReconcileAsync(ReconcileQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var since = query.AttemptedAt - ClockSlack;
        var day = since.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture); // Twilio compares days here.
        using var request = Request(HttpMethod.Get, new Uri(Messages, $"?To={Uri.EscapeDataString(query.Message.Recipient)}&DateSent%3E={day}&PageSize=200"));
        var reply = TwilioReply.Parse(await caller.CallAsync(request, cancellation, 1024 * 1024).ConfigureAwait(false));
        if (reply.Http.Status is < 200 or >= 300 || !reply.Body.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
            return Unread(TwilioClassifier.Classify(reply));

        foreach (var listed in messages.EnumerateArray())
        {
            if (TwilioReply.Text(listed, "sid") is { } sid && !query.KnownMessageIds.Contains(sid) && IsSame(listed, query.Message, since)) return new FoundSent(sid);
        }

        return new NotSent();
    }

    /// <inheritdoc/>
    public async Task<ProbeVerdict> ProbeAccountAsync(CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Get, new Uri(options.Address, $"Accounts/{options.AccountSid}.json"));
        var reply = TwilioReply.Parse(await caller.CallAsync(request, cancellation).ConfigureAwait(false));
        if (reply.Text("status") is { } status) return status == "active" ? ProbeVerdict.Healthy : ProbeVerdict.Broken;
        return TwilioClassifier.Classify(reply) is Misconfigured ? ProbeVerdict.Broken : ProbeVerdict.Unknown;
    }

    /// <summary>Twilio knows of no number whether it can be reached before something is sent there.</summary>
    public Task<ProbeVerdict> ProbeRecipientAsync(string recipient, RecipientPin? pin, CancellationToken cancellation) => Task.FromResult(ProbeVerdict.Unknown);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private Dictionary<string, string> Form(OutboundMessage message)
    {
        var form = new Dictionary<string, string>
        {
            ["To"] = message.Recipient,
            [options.Sender.StartsWith("MG", StringComparison.Ordinal) ? "MessagingServiceSid" : "From"] = options.Sender,
            ["Body"] = message.Text,
        };
        if (message.ExpiresAt is { } expiresAt)
        {
            var left = (int)Math.Clamp((expiresAt - clock.GetUtcNow()).TotalSeconds, 1, LongestValiditySeconds);
            form["ValidityPeriod"] = left.ToString(CultureInfo.InvariantCulture);
        }

        if (options.StatusCallback is { } callback)
        {
            var separator = callback.Query.Length == 0 ? '?' : '&';
            form["StatusCallback"] = $"{callback.AbsoluteUri}{separator}d={Uri.EscapeDataString(message.DeliveryId)}&p={Uri.EscapeDataString(message.PlayerId)}";
        }

        return form;
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = credentials;
        return request;
    }

    /// <summary>Twilio gives no mark back, so a message is recognised by its text and time; dates there are whole seconds.</summary>
    private static bool IsSame(JsonElement listed, OutboundMessage message, DateTimeOffset since) =>
        TwilioReply.Text(listed, "body") == message.Text
        && DateTimeOffset.TryParse(TwilioReply.Text(listed, "date_created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
        && created >= since - TimeSpan.FromSeconds(1);

    private static Reconciliation Unread(DeliveryOutcome failure) => failure switch
    {
        RetryAfter later => new AskAgain(later.Reason, later.Delay),
        Uncertain uncertain => new AskAgain(uncertain.Reason),
        _ => new CannotTell(failure.Reason),
    };
}
