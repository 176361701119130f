using Engage.Contracts;

namespace Engage.Scheduler.Domain;

/// <summary>The records that the scheduler writes to player-events (contracts.md §1).</summary>
internal static class ControlRecords
{
    private const string EngineSource = "engage";

    /// <summary>The audience of a run is taken in each partition where this stands.</summary>
    public static PlayerEvent RunMarker(string runId, string ruleId, long dueMicros) => Of("engage.run", runId, playerId: "", dueMicros, runId, ruleId, dueMicros);

    /// <summary>A run has reached a player.</summary>
    public static PlayerEvent ScheduledPlayer(string runId, string ruleId, long dueMicros, string playerId, long plannedMicros) =>
        Of("engage.scheduled", runId, playerId, plannedMicros, runId, ruleId, dueMicros);

    /// <summary>What has been in force stays in force: repeated daily, so that the retained log always says so.</summary>
    public static PlayerEvent DefinitionsInForce(long offset, long nowMicros) => new()
    {
        Source = EngineSource,
        EventId = $"definitions/{offset}",
        Type = "engage.definitions",
        PlayerId = "",
        OccurredAtMicros = nowMicros,
        Attributes = new Dictionary<string, AttributeValue> { ["offset"] = AttributeValue.FromLong(offset), ["previous"] = AttributeValue.FromLong(offset) },
    };

    private static PlayerEvent Of(string type, string eventId, string playerId, long occurredAtMicros, string runId, string ruleId, long dueMicros) => new()
    {
        Source = EngineSource,
        EventId = eventId,
        Type = type,
        PlayerId = playerId,
        OccurredAtMicros = occurredAtMicros,
        Attributes = new Dictionary<string, AttributeValue>
        {
            ["run_id"] = AttributeValue.FromString(runId),
            ["rule_id"] = AttributeValue.FromString(ruleId),
            ["due"] = AttributeValue.FromLong(dueMicros),
        },
    };
}
