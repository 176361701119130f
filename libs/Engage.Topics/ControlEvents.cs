using Engage.Contracts;

namespace Engage.Topics;

/// <summary>The records that the engine writes to player-events for itself (contracts.md §1). Markers go to every partition, under an empty key.</summary>
public static class ControlEvents
{
    private const string EngineSource = "engage";

    /// <summary>From here on the definitions up to <paramref name="offset"/> are in force.</summary>
    /// <param name="offset">Last record of the definitions topic, inclusive.</param>
    /// <param name="previous">The one in force before, −1 none; equal to <paramref name="offset"/> where a marker is repeated so that the retained log says what is in force.</param>
    /// <param name="nowMicros">Microseconds since the Unix epoch.</param>
    public static PlayerEvent DefinitionsInForce(long offset, long previous, long nowMicros) => new()
    {
        Source = EngineSource,
        EventId = $"definitions/{offset}",
        Type = "engage.definitions",
        PlayerId = "",
        OccurredAtMicros = nowMicros,
        Attributes = new Dictionary<string, AttributeValue> { ["offset"] = AttributeValue.FromLong(offset), ["previous"] = AttributeValue.FromLong(previous) },
    };

    /// <summary>The audience of a run is taken in each partition where this stands.</summary>
    public static PlayerEvent RunMarker(string runId, string ruleId, long dueMicros) => OfRun("engage.run", runId, ruleId, dueMicros, playerId: "", dueMicros);

    /// <summary>A run has reached a player, as planned at <paramref name="plannedMicros"/>.</summary>
    public static PlayerEvent ScheduledPlayer(string runId, string ruleId, long dueMicros, string playerId, long plannedMicros) =>
        OfRun("engage.scheduled", runId, ruleId, dueMicros, playerId, plannedMicros);

    /// <summary>What a tag action does to the player: an event whose id is the action's, with the times, root and depth of its execution.</summary>
    /// <returns>Null for an action that sets no tag.</returns>
    public static PlayerEvent? TagEffect(Contracts.Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.ActionType switch
        {
            "tag_player" => Updated(action, new PlayerUpdate { AddTags = [action.Payload["tag"]] }),
            "untag_player" => Updated(action, new PlayerUpdate { RemoveTags = [action.Payload["tag"]] }),
            _ => null,
        };
    }

    private static PlayerEvent Updated(Contracts.Action action, PlayerUpdate update) => new()
    {
        Source = EngineSource,
        EventId = action.ActionId,
        Type = "player.updated",
        PlayerId = action.PlayerId,
        OccurredAtMicros = action.OccurredAtMicros,
        Update = update,
        RootId = action.RootId,
        Depth = action.Depth,
    };

    private static PlayerEvent OfRun(string type, string runId, string ruleId, long dueMicros, string playerId, long occurredAtMicros) => new()
    {
        Source = EngineSource,
        EventId = runId,
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
