using System.Globalization;
using Engage.Contracts;
using Engage.Dispatcher.Domain;
using Engage.Rules.Identity;
using Engage.Streams;
using Action = Engage.Contracts.Action;

namespace Engage.Dispatcher.Results;

/// <summary>Writes action results with their CloudEvents headers (contracts.md §1), keyed by player.</summary>
internal sealed class ResultWriter(Output<string, ActionResult> output)
{
    private readonly HeaderBuffer headers = new();

    /// <param name="action">What the result is about.</param>
    /// <param name="deliveryId">See <see cref="DeliveryIdOf"/>.</param>
    /// <param name="seq">0 for the delivery's first result; grows by 1.</param>
    /// <param name="facts">The rest.</param>
    /// <param name="nowMicros">When the state was reached.</param>
    public void Write(Action action, string deliveryId, int seq, in ResultFacts facts, long nowMicros)
    {
        var result = new ActionResult
        {
            ResultId = string.Create(CultureInfo.InvariantCulture, $"{deliveryId}:{seq}"),
            DeliveryId = deliveryId,
            Seq = seq,
            Final = DeliveryStatus.IsFinal(facts.Status),
            ActionId = action.ActionId,
            ExecutionId = action.ExecutionId,
            PlayerId = action.PlayerId,
            RuleId = action.RuleId,
            RuleVersion = action.RuleVersion,
            EventSource = action.EventSource,
            EventId = action.EventId,
            EventType = action.EventType,
            RunId = action.RunId,
            Amount = action.Amount,
            Currency = action.Currency,
            ActionIndex = action.ActionIndex,
            ActionType = action.ActionType,
            Times = action.Times,
            Points = action.Points,
            Shortfall = facts.Shortfall,
            Payload = action.Payload,
            Channel = facts.Channel,
            Status = facts.Status,
            Reason = facts.Reason,
            Recipient = facts.Recipient,
            Lane = facts.Lane,
            Provider = facts.Provider,
            ProviderMessageId = facts.ProviderMessageId,
            ProviderCode = facts.ProviderCode,
            Attempt = facts.Attempt,
            SmsSegments = facts.SmsSegments,
            ConsentOverridden = facts.ConsentOverridden,
            OccurredAtMicros = action.OccurredAtMicros,
            DecidedAtMicros = action.DecidedAtMicros,
            FinishedAtMicros = nowMicros,
        };
        output.Send(action.PlayerId, result, Headers(result, facts.Traceparent));
    }

    /// <summary>The delivery of an action to its one recipient.</summary>
    public static string DeliveryIdOf(Action action) => DecisionId.TryParse(action.ActionId, out var id) ? DecisionIds.Delivery(id).ToString() : action.ActionId;

    private HeaderBuffer Headers(ActionResult result, string? traceparent)
    {
        headers.Clear()
            .Add("ce_specversion"u8, "1.0"u8)
            .Add("ce_type"u8, "engage.action-result.v1"u8)
            .Add("ce_source"u8, "engage/dispatcher"u8)
            .Add("ce_id", result.ResultId)
            .Add("ce_time", DateTimeOffset.UnixEpoch.AddMicroseconds(result.FinishedAtMicros).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        if (traceparent is not null) headers.Add("traceparent", traceparent);
        return headers;
    }
}
