using System.Globalization;
using System.Text.Json.Nodes;
using Engage.Channels.Http;

namespace Engage.Channels.Slack;

/// <summary>Posts to the channels and people of one Slack workspace: by id, never by name, so that renames cost nothing.</summary>
public sealed class SlackChannel : IChannel
{
    private const string MetadataType = "engage_delivery";
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    private readonly HttpClient http;
    private readonly SlackOptions options;
    private readonly SlackApi api;
    private readonly SlackDirectory directory;
    private readonly SlackPeople people;

    /// <summary>Connects when first used.</summary>
    public SlackChannel(SlackOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        http = ProviderHttp.Create(NetworkReach.Any);
        api = new SlackApi(http, options, clock);
        directory = new SlackDirectory(api, options, clock);
        people = new SlackPeople(api, clock);
    }

    /// <inheritdoc/>
    public string Provider => "slack";

    /// <inheritdoc/>
    public TimeSpan ReconcileDelay => options.ReconcileDelay;

    /// <inheritdoc/>
    public async Task<SendReport> SendAsync(OutboundMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Text.Length == 0) return new(new Rejected("no_text", null, RejectedPart.Message), message.Pin);
        if (message.Text.Length > options.TextLimit) return new(new Rejected("msg_too_long", null, RejectedPart.Message), message.Pin);

        try
        {
            var found = message.Pin is { } pinned ? pinned : await directory.ResolveAsync(message.Recipient, SlackFreshness.Cached, cancellation).ConfigureAwait(false);
            if (found.Pin is not { } pin) return new(found.Failure!);

            var outcome = await PostAsync(message, pin, cancellation).ConfigureAwait(false);
            return outcome is Rejected { Part: RejectedPart.Recipient } refused
                ? await LookAgainAsync(message, pin, refused, cancellation).ConfigureAwait(false)
                : new(outcome, pin);
        }
        catch (OperationCanceledException)
        {
            return new(new RetryAfter("cancelled", null, RetryCause.Throttled), message.Pin); // Waiting for another's listing; nothing had left.
        }
    }

    /// <inheritdoc/>
    public async Task<Reconciliation> ReconcileAsync(ReconcileQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (conversation, failure) = await ConversationAsync(query.Message, cancellation).ConfigureAwait(false);
        if (conversation is null) return Unread(failure!);

        var oldest = ((query.AttemptedAt - ClockSlack).ToUnixTimeMilliseconds() / 1000m).ToString("F6", CultureInfo.InvariantCulture);
        var cursor = "";
        do
        {
            var reply = await api.ReadAsync(
                "conversations.history", cancellation, ("channel", conversation), ("oldest", oldest), ("limit", "200"), ("cursor", cursor), ("include_all_metadata", "true"))
                .ConfigureAwait(false);
            if (reply.Ok != true) return Unread(SlackClassifier.Classify(reply));

            foreach (var posted in reply.Items("messages"))
            {
                if (Mark(posted) == query.Message.DeliveryId) return new FoundSent($"{conversation}:{posted.GetProperty("ts").GetString()}");
            }

            cursor = reply.Text("response_metadata", "next_cursor") ?? "";
        }
        while (cursor.Length > 0);

        return new NotSent();
    }

    /// <inheritdoc/>
    public async Task<ProbeVerdict> ProbeAccountAsync(CancellationToken cancellation)
    {
        var reply = await api.ReadAsync("auth.test", cancellation).ConfigureAwait(false);
        return reply.Ok == true ? ProbeVerdict.Healthy : Verdict(SlackClassifier.Classify(reply));
    }

    /// <inheritdoc/>
    public async Task<ProbeVerdict> ProbeRecipientAsync(string recipient, RecipientPin? pin, CancellationToken cancellation)
    {
        if (pin is null)
        {
            var found = await directory.ResolveAsync(recipient, SlackFreshness.Uncached, cancellation).ConfigureAwait(false);
            if (found.Pin is null) return Verdict(found.Failure!);
            pin = found.Pin;
        }

        if (IsPerson(pin)) return await people.CheckAsync(pin.Id, cancellation).ConfigureAwait(false) is { } failure ? Verdict(failure) : ProbeVerdict.Healthy;

        var reply = await api.ReadAsync("conversations.info", cancellation, ("channel", pin.Id)).ConfigureAwait(false);
        if (reply.Ok != true) return Verdict(SlackClassifier.Classify(reply));
        var channel = reply.Body.GetProperty("channel");
        return Flag(channel, "is_archived") || !Flag(channel, "is_member") ? ProbeVerdict.Broken : ProbeVerdict.Healthy;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        directory.Dispose();
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<DeliveryOutcome> PostAsync(OutboundMessage message, RecipientPin pin, CancellationToken cancellation)
    {
        var conversation = pin.Id;
        if (IsPerson(pin))
        {
            var (direct, failure) = await people.OpenAsync(pin.Id, cancellation).ConfigureAwait(false);
            if (direct is null) return failure!;
            conversation = direct;
        }

        var reply = await api.WriteAsync("chat.postMessage", Arguments(message, conversation), cancellation).ConfigureAwait(false);
        return SlackClassifier.Classify(reply);
    }

    /// <summary>After a refusal that blames the recipient: joins an open channel, or asks anew whom the name stands for.</summary>
    private async Task<SendReport> LookAgainAsync(OutboundMessage message, RecipientPin pin, Rejected refused, CancellationToken cancellation)
    {
        if (refused.Reason == "not_in_channel")
        {
            var joined = await api.WriteAsync("conversations.join", new JsonObject { ["channel"] = pin.Id }, cancellation).ConfigureAwait(false);
            return new(joined.Ok == true ? await PostAsync(message, pin, cancellation).ConfigureAwait(false) : refused, pin);
        }

        var found = await directory.ResolveAsync(message.Recipient, SlackFreshness.Uncached, cancellation).ConfigureAwait(false);
        if (found.Pin is not { } current || current.Id == pin.Id) return new(refused, pin);

        // The name belongs to another now. Somebody who was written to before is never replaced by a stranger without an operator.
        return message.Pin is not null
            ? new(new Rejected("identity_changed", refused.ProviderCode, RejectedPart.Recipient, SlackHints.For("identity_changed")), pin)
            : new(await PostAsync(message, current, cancellation).ConfigureAwait(false), current);
    }

    private async Task<(string? Conversation, DeliveryOutcome? Failure)> ConversationAsync(OutboundMessage message, CancellationToken cancellation)
    {
        var found = message.Pin is { } pinned ? pinned : await directory.ResolveAsync(message.Recipient, SlackFreshness.Cached, cancellation).ConfigureAwait(false);
        if (found.Pin is not { } pin) return (null, found.Failure);
        return IsPerson(pin) ? await people.OpenAsync(pin.Id, cancellation).ConfigureAwait(false) : (pin.Id, null);
    }

    private static JsonObject Arguments(OutboundMessage message, string conversation) => new()
    {
        ["channel"] = conversation,
        ["text"] = message.Text,
        ["link_names"] = false,
        ["unfurl_links"] = false,
        ["unfurl_media"] = false,
        ["metadata"] = new JsonObject
        {
            ["event_type"] = MetadataType,
            ["event_payload"] = new JsonObject { ["delivery_id"] = message.DeliveryId, ["player_id"] = message.PlayerId, ["attempt"] = message.Attempt },
        },
    };

    private static string? Mark(System.Text.Json.JsonElement posted) =>
        posted.TryGetProperty("metadata", out var metadata)
        && metadata.TryGetProperty("event_payload", out var payload)
        && payload.TryGetProperty("delivery_id", out var mark) ? mark.GetString() : null;

    private static bool Flag(System.Text.Json.JsonElement node, string name) => node.TryGetProperty(name, out var flag) && flag.ValueKind == System.Text.Json.JsonValueKind.True;

    private static bool IsPerson(RecipientPin pin) => pin.Id.Length > 0 && pin.Id[0] is 'U' or 'W';

    private static Reconciliation Unread(DeliveryOutcome failure) => failure switch
    {
        RetryAfter { Cause: not RetryCause.Unrecognised } later => new AskAgain(later.Reason, later.Delay),
        Uncertain uncertain => new AskAgain(uncertain.Reason),
        _ => new CannotTell(failure.Reason),
    };

    private static ProbeVerdict Verdict(DeliveryOutcome outcome) => outcome is Rejected or Misconfigured ? ProbeVerdict.Broken : ProbeVerdict.Unknown;
}
