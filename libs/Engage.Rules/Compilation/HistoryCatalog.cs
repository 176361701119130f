using Engage.Rules.Definitions;
using Engage.Rules.Segments;

namespace Engage.Rules.Compilation;

/// <summary>Gathers the history leaves of all conditions of one set, so that equal questions share one leaf and one stream. Not thread-safe.</summary>
internal sealed class HistoryCatalog
{
    private readonly Dictionary<string, HistoryStream> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HistoryLeaf> leaves = new(StringComparer.Ordinal);
    private readonly List<HistoryLeaf> inOrder = [];

    public HistoryLeaf Add(HistoryMeasure measure, EventPattern pattern, Condition? where, MoneyField field, long? withinMicros)
    {
        var window = withinMicros ?? 0;
        var step = window > 0 ? WindowStep.Of(window) : 0;
        var key = HistoryStream.Describe(measure, pattern, where, field, step) + "|" + DurationText.Format(window);
        if (leaves.TryGetValue(key, out var known)) return known;

        // Without window or filter the counters of every event type have the answer already.
        var stream = window == 0 && where is null ? null : StreamFor(measure, pattern, where, field, step, window);
        var leaf = new HistoryLeaf(measure, pattern, field, window, stream) { Index = inOrder.Count };
        leaves.Add(key, leaf);
        inOrder.Add(leaf);
        return leaf;
    }

    public HistoryNeeds Build()
    {
        var ordered = streams.Values.OrderBy(stream => stream.Id).ToArray();
        for (var i = 0; i < ordered.Length; i++) ordered[i].Index = i;
        return new HistoryNeeds([.. ordered], [.. inOrder]);
    }

    private HistoryStream StreamFor(HistoryMeasure measure, EventPattern pattern, Condition? where, MoneyField field, long step, long window)
    {
        var text = HistoryStream.Describe(measure, pattern, where, field, step);
        if (!streams.TryGetValue(text, out var stream))
        {
            stream = new HistoryStream(measure, pattern, where, field, step);
            streams.Add(text, stream);
        }

        if (window > 0 && !stream.WindowsMicros.Contains(window)) stream.WindowsMicros = [.. stream.WindowsMicros.Append(window).Order()];
        return stream;
    }
}
