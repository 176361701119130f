using System.Collections.Immutable;

namespace Engage.Rules.Compilation;

/// <summary>What the segments and extra conditions of one set of definitions need to be kept per player (semantics 7, 8). Immutable.</summary>
/// <param name="Streams">Distinct, ascending by <see cref="HistoryStream.Id"/>.</param>
/// <param name="Leaves">Every distinct question, in the order of first use.</param>
public sealed record HistoryNeeds(ImmutableArray<HistoryStream> Streams, ImmutableArray<HistoryLeaf> Leaves)
{
    public static HistoryNeeds None { get; } = new([], []);
}
