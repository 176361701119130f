using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Engage.Channels.Slack;

/// <summary>Direct messages: opens them, and makes sure that somebody will read them.</summary>
/// <remarks>
/// Slack answers ok to a post in a deactivated person's direct messages, so errors alone cannot find it. Each send asks <c>users.info</c> while its limit (100 a minute)
/// allows; beyond, an answer of less than 15 minutes will do.
/// </remarks>
internal sealed class SlackPeople(SlackApi api, TimeProvider clock)
{
    private const int ChecksPerMinute = 80;
    private const int KeptPeople = 50_000;
    private static readonly TimeSpan AnswerMaxAge = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (string Direct, DateTimeOffset CheckedAt)> known = new();
    private readonly Lock gate = new();
    private DateTimeOffset minuteStart;
    private int checksInMinute;

    /// <summary>The id of the person's direct messages, or why nothing can be sent there.</summary>
    public async Task<(string? Direct, DeliveryOutcome? Failure)> OpenAsync(string user, CancellationToken cancellation)
    {
        var isKnown = known.TryGetValue(user, out var person);
        var isFresh = isKnown && clock.GetUtcNow() - person.CheckedAt < AnswerMaxAge;
        if (TakeCheck() || !isFresh)
        {
            var verdict = await CheckAsync(user, cancellation).ConfigureAwait(false);
            if (verdict is RetryAfter && isFresh) return (person.Direct, null);
            if (verdict is not null) return (null, verdict);
            if (isKnown) known[user] = (person.Direct, clock.GetUtcNow());
        }

        return isKnown ? (person.Direct, null) : await OpenUnknownAsync(user, cancellation).ConfigureAwait(false);
    }

    /// <returns>Null where the person is active.</returns>
    public async Task<DeliveryOutcome?> CheckAsync(string user, CancellationToken cancellation)
    {
        var reply = await api.ReadAsync("users.info", cancellation, ("user", user)).ConfigureAwait(false);
        if (reply.Ok != true) return Repeatable(SlackClassifier.Classify(reply));
        var deleted = reply.Body.TryGetProperty("user", out var person) && person.TryGetProperty("deleted", out var flag) && flag.ValueKind == System.Text.Json.JsonValueKind.True;
        if (!deleted) return null;

        known.TryRemove(user, out _);
        return new Rejected("user_disabled", "user_disabled", RejectedPart.Recipient, SlackHints.For("user_disabled"));
    }

    private async Task<(string? Direct, DeliveryOutcome? Failure)> OpenUnknownAsync(string user, CancellationToken cancellation)
    {
        var reply = await api.WriteAsync("conversations.open", new JsonObject { ["users"] = user }, cancellation).ConfigureAwait(false);
        if (reply.Text("channel", "id") is not { } direct || reply.Ok != true) return (null, Repeatable(SlackClassifier.Classify(reply)));

        if (known.Count >= KeptPeople) known.Clear(); // Forgetting costs one call per person; no need to be clever.
        known[user] = (direct, clock.GetUtcNow());
        return (direct, null);
    }

    private bool TakeCheck()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (now - minuteStart >= TimeSpan.FromMinutes(1)) (minuteStart, checksInMinute) = (now, 0);
            return checksInMinute++ < ChecksPerMinute;
        }
    }

    /// <summary>Asking and opening do no harm when repeated.</summary>
    private static DeliveryOutcome Repeatable(DeliveryOutcome outcome) => outcome switch
    {
        Uncertain uncertain => new RetryAfter(uncertain.Reason, uncertain.ProviderCode, RetryCause.Transient),
        Delivered => new RetryAfter("unreadable_answer", null, RetryCause.Transient),
        _ => outcome,
    };
}
