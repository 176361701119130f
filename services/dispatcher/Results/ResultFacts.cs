namespace Engage.Dispatcher.Results;

/// <summary>What a result says beyond its action.</summary>
internal readonly record struct ResultFacts
{
    /// <summary>See <see cref="Domain.DeliveryStatus"/>; decides whether the result is final.</summary>
    public required string Status { get; init; }

    public string? Reason { get; init; }

    public required string Channel { get; init; }

    /// <summary>A literal internal recipient; null for the player.</summary>
    public string? Recipient { get; init; }

    public string? Lane { get; init; }

    public string? Provider { get; init; }

    public string? ProviderMessageId { get; init; }

    public string? ProviderCode { get; init; }

    public int Attempt { get; init; }

    public int? SmsSegments { get; init; }

    public bool ConsentOverridden { get; init; }

    public decimal? Shortfall { get; init; }

    public string? Traceparent { get; init; }
}
