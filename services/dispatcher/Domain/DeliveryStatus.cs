namespace Engage.Dispatcher.Domain;

/// <summary>The statuses of action results, as the contract spells them.</summary>
internal static class DeliveryStatus
{
    public const string Delivered = "delivered";
    public const string Accepted = "accepted";
    public const string RetryScheduled = "retry_scheduled";
    public const string Parked = "parked";
    public const string Quarantined = "quarantined";
    public const string Released = "released";
    public const string FailedMessage = "failed_message";
    public const string Expired = "expired";
    public const string Dropped = "dropped";
    public const string Suppressed = "suppressed";
    public const string Ambiguous = "ambiguous";
    public const string Unknown = "unknown";

    public static bool IsFinal(string status) => status is Delivered or Accepted or FailedMessage or Expired or Dropped or Suppressed or Unknown;
}
