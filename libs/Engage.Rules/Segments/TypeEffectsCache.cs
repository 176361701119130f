using System.Text;
using Engage.Rules.Compilation;

namespace Engage.Rules.Segments;

/// <summary>The effects of every event type seen under one set of definitions. Not thread-safe.</summary>
/// <remarks>Keeps at most <see cref="Capacity"/> types; the effects of others are worked out anew each time.</remarks>
internal sealed class TypeEffectsCache(DefinitionSet definitions)
{
    private const int Capacity = 4096;

    private readonly Dictionary<byte[], TypeEffects> effects = new(Utf8Comparer.Instance);

    public TypeEffects Of(ReadOnlySpan<byte> eventType) =>
        effects.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(eventType, out var known) ? known : WorkOut(eventType.ToArray());

    /// <summary>Apart from the look-up, which would else pay for this one's closure each time.</summary>
    private TypeEffects WorkOut(byte[] type)
    {
        var found = new TypeEffects(
            [.. definitions.Needs.Streams.Where(stream => stream.Event.Matches(type))],
            definitions.Segments.MaskOf(segment => segment.Traits.Leaves.Any(leaf => leaf.Event.Matches(type))));
        if (effects.Count < Capacity) effects.Add(type, found);
        return found;
    }
}
