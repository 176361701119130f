using Engage.Contracts;
using Action = Engage.Contracts.Action;

namespace Engage.Dispatcher.Routing;

/// <summary>What tag actions do to the player, as events of the engine's own (contracts.md §1, reserved types).</summary>
internal static class TagEffects
{
    /// <returns>Null for an action that sets no tag.</returns>
    public static PlayerEvent? Of(Action action) => action.ActionType switch
    {
        "tag_player" => Event(action, new PlayerUpdate { AddTags = [action.Payload["tag"]] }),
        "untag_player" => Event(action, new PlayerUpdate { RemoveTags = [action.Payload["tag"]] }),
        _ => null,
    };

    private static PlayerEvent Event(Action action, PlayerUpdate update) => new()
    {
        Source = "engage",
        EventId = action.ActionId,
        Type = "player.updated",
        PlayerId = action.PlayerId,
        OccurredAtMicros = action.OccurredAtMicros,
        Update = update,
        RootId = action.RootId,
        Depth = action.Depth,
    };
}
