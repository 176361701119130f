namespace Engage.Rules.Parsing;

/// <summary>How old an event may be for its actions and how long these may wait, where a rule does not say (semantics 42).</summary>
internal static class ActionLimits
{
    private const long Hour = 3_600_000_000;

    public static (long? MaxAgeMicros, long? ExpiresAfterMicros) DefaultsFor(string actionType) => actionType switch
    {
        "send_slack" => (Hour, 24 * Hour),
        "send_sms" => (Hour, 4 * Hour),
        "send_email" => (Hour, 72 * Hour),
        _ => (null, null),
    };
}
