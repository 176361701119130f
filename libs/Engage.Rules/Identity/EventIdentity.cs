namespace Engage.Rules.Identity;

/// <summary>What makes an event the same event again: source, id and type, as UTF-8, within one player (semantics 40).</summary>
/// <remarks>Borrows its spans; build it where they live.</remarks>
public readonly ref struct EventIdentity(ReadOnlySpan<byte> source, ReadOnlySpan<byte> eventId, ReadOnlySpan<byte> type)
{
    public ReadOnlySpan<byte> Source { get; } = source;

    public ReadOnlySpan<byte> EventId { get; } = eventId;

    public ReadOnlySpan<byte> Type { get; } = type;
}
