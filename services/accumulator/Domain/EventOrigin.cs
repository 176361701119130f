using System.Text;
using Engage.Rules.Identity;
using Engage.Topics;

namespace Engage.Accumulator.Domain;

/// <summary>Where an event comes from, as texts: for its id, its chain and the history. Made for events that execute something or belong to a chain; allocates.</summary>
internal sealed class EventOrigin
{
    private const string EngineSource = "engage";
    private const string TagEffectType = "player.updated";

    private EventOrigin(string source, string eventId, string type, string rootId)
    {
        Source = source;
        EventId = eventId;
        Type = type;
        RootId = rootId;
    }

    public string Source { get; }

    public string EventId { get; }

    public string Type { get; }

    /// <summary>The event that started the chain; for an event that started nothing yet, itself.</summary>
    public string RootId { get; }

    public static EventOrigin Of(PlayerEventView happened)
    {
        var identity = new EventIdentity(happened.Source, happened.EventId, happened.Type);
        var root = happened.RootId is { HasValue: true } named ? Encoding.UTF8.GetString(named.Value) : Rules.Identity.RootId.Format(identity);
        return new EventOrigin(Encoding.UTF8.GetString(happened.Source), Encoding.UTF8.GetString(happened.EventId), Encoding.UTF8.GetString(happened.Type), root);
    }

    /// <summary>The execution of a rule by this event (contracts.md §1).</summary>
    public DecisionId ExecutionId(ReadOnlySpan<byte> ruleId, in Firing firing)
    {
        if (firing.IsScheduled) return DecisionIds.ExecutionOfRun(ruleId, firing.Player, firing.Event.EventId);
        if (!firing.IsDerived) return DecisionIds.ExecutionOfEvent(ruleId, firing.Player, new EventIdentity(firing.Event.Source, firing.Event.EventId, firing.Event.Type));

        var tag = firing.Event.Attributes.TryGet("tag"u8, out var value) ? value.Utf8 : default;
        var (source, eventId, type) = CauseOf(tag);
        return DecisionIds.ExecutionOfDerived(
            ruleId, firing.Player, new EventIdentity(Encoding.UTF8.GetBytes(source), Encoding.UTF8.GetBytes(eventId), Encoding.UTF8.GetBytes(type)), firing.Event.Type, tag);
    }

    /// <summary>
    /// The event that changed the tags. A derived event's id is its cause's and the tag; the cause is the root of the chain, or else a tag effect of the engine, since derived events themselves change nothing.
    /// </summary>
    private (string Source, string EventId, string Type) CauseOf(ReadOnlySpan<byte> tag)
    {
        var causeId = EventId[..^(Encoding.UTF8.GetCharCount(tag) + 1)];
        return Rules.Identity.RootId.TryParse(RootId, out var source, out var rootEventId, out var type) && rootEventId == causeId
            ? (source, rootEventId, type)
            : (EngineSource, causeId, TagEffectType);
    }
}
