using Engage.Rules.Compilation;

namespace Engage.Rules.Segments;

/// <summary>What an event of one type moves: the streams that may count it, and the segments whose verdict may change. Immutable.</summary>
internal sealed record TypeEffects(HistoryStream[] Streams, ulong[] SegmentMask);
