using System.Collections.Immutable;
using System.Text;
using Engage.Rules.Definitions;
using Engage.Rules.Segments;

namespace Engage.Rules.Compilation;

/// <summary>What one condition asks of a player's events. Immutable.</summary>
public sealed class HistoryLeaf
{
    internal HistoryLeaf(HistoryMeasure measure, EventPattern pattern, MoneyField field, long windowMicros, HistoryStream? stream)
    {
        Measure = measure;
        Event = pattern;
        FieldName = field.Name is { } name ? [.. Encoding.UTF8.GetBytes(name)] : [];
        WindowMicros = windowMicros;
        Stream = stream;
        ExactTypes = [.. pattern.Exact.Select(type => ImmutableArray.Create(Encoding.UTF8.GetBytes(type)))];
    }

    public HistoryMeasure Measure { get; }

    public EventPattern Event { get; }

    /// <summary>UTF-8 of the further amount that is summed; empty for <c>amount</c> itself.</summary>
    public ImmutableArray<byte> FieldName { get; }

    /// <summary>The sliding window in microseconds; 0: over the player's lifetime.</summary>
    public long WindowMicros { get; }

    /// <summary>Where the answer is kept; null: in the counters of every event type.</summary>
    public HistoryStream? Stream { get; }

    /// <summary>Its place among the leaves of <see cref="HistoryNeeds.Leaves"/>.</summary>
    public int Index { get; internal set; }

    /// <summary>The whole types of <see cref="Event"/>, in UTF-8.</summary>
    internal ImmutableArray<ImmutableArray<byte>> ExactTypes { get; }

    /// <summary>True where the types have to be searched, because the pattern has prefixes.</summary>
    internal bool HasPrefixes => Event.IsEverything || !Event.Prefixes.IsEmpty;

    /// <summary>The window in steps of its stream.</summary>
    internal long WindowSteps => Stream is { IsWindow: true } ? WindowMicros / Stream.StepMicros : 0;
}
