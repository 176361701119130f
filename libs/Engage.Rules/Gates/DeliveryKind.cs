namespace Engage.Rules.Gates;

/// <summary>What an action does to its player, as far as the gates care (semantics 36).</summary>
public enum DeliveryKind
{
    /// <summary>A message that the player reads.</summary>
    PlayerMessage,

    /// <summary>A message to a literal recipient, on behalf of the player's event.</summary>
    InternalMessage,

    /// <summary>Something given: <c>give_*</c>, <c>start_campaign</c>, <c>change_level</c>.</summary>
    Gift,

    /// <summary>Deductions, resets, untags, unmarks, stops, tags, marks and webhooks: no gate holds them.</summary>
    Bookkeeping,
}
