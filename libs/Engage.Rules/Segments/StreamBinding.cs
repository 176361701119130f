using Engage.Rules.Compilation;

namespace Engage.Rules.Segments;

/// <summary>Brings a state's streams into the order of the needs that it is judged by.</summary>
internal static class StreamBinding
{
    /// <summary>Takes over what was kept without a gap; what was not, and what nothing asks for any more, is dropped.</summary>
    public static void Bind(PlayerState state, HistoryNeeds needs, StreamStarts starts)
    {
        if (ReferenceEquals(state.BoundTo, needs)) return;

        var bound = new StreamState?[needs.Streams.Length];
        foreach (var stream in needs.Streams)
        {
            bound[stream.Index] = Find(state, stream, starts.StartOf(stream).DefinitionsOffset);
        }

        state.Streams = bound;
        state.Stored.Clear();
        state.BoundTo = needs;
    }

    private static StreamState? Find(PlayerState state, HistoryStream stream, long startOffset)
    {
        foreach (var kept in state.Streams)
        {
            if (kept is not null && kept.Id == stream.Id && kept.StartOffset == startOffset) return kept;
        }

        foreach (var stored in state.Stored)
        {
            if (stored.Id != stream.Id || stored.StartOffset != startOffset) continue;
            var read = StreamState.Create(stream, startOffset);
            var reader = new StateReader(stored.Bytes);
            read.Read(ref reader);
            return read;
        }

        return null;
    }
}
