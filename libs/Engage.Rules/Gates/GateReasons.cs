namespace Engage.Rules.Gates;

/// <summary>The stable codes with which the gates explain themselves; a stated suppression is its own code.</summary>
public static class GateReasons
{
    public const string Erased = "erased";
    public const string MaxAge = "max_age";
    public const string ExpiresAfter = "expires_after";
    public const string SuppressionUnknown = "suppression_unknown";
    public const string Consent = "consent";
    public const string Market = "market";
    public const string QuietHours = "quiet_hours";
    public const string Cap = "cap";
    public const string Budget = "budget";
}
