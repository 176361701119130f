using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Engage.Rules.Definitions;
using Engage.Rules.Segments;

namespace Engage.Rules.Compilation;

/// <summary>
/// What must be kept per player for one or several leaves, beside the counters that are kept for every event type: a sliding window, or what
/// happened since a marker. Immutable.
/// </summary>
public sealed class HistoryStream
{
    internal HistoryStream(HistoryMeasure measure, EventPattern pattern, Condition? where, MoneyField field, long stepMicros)
    {
        Measure = measure;
        Event = pattern;
        Where = where is null ? null : CompiledCondition.OfEvent(where);
        Field = field;
        FieldName = field.Name is { } name ? [.. Encoding.UTF8.GetBytes(name)] : [];
        StepMicros = stepMicros;
        Text = Describe(measure, pattern, where, field, stepMicros);
        Id = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
    }

    /// <summary>The first 64 bits of the SHA-256 of <see cref="Text"/>: the same in every version of the definitions that asks for the same.</summary>
    public ulong Id { get; }

    /// <summary>What it keeps, in words.</summary>
    public string Text { get; }

    public HistoryMeasure Measure { get; }

    public EventPattern Event { get; }

    /// <summary>Judged on the event; absent: every event of these types.</summary>
    public CompiledCondition? Where { get; }

    /// <summary>What is summed.</summary>
    public MoneyField Field { get; }

    /// <summary>UTF-8 of the further amount that is summed; empty for <c>amount</c> itself.</summary>
    public ImmutableArray<byte> FieldName { get; }

    /// <summary>The step of its windows in microseconds; 0: since its marker, without a window.</summary>
    public long StepMicros { get; }

    public bool IsWindow => StepMicros > 0;

    /// <summary>The windows that are asked for, ascending, in microseconds; empty where <see cref="IsWindow"/> is false.</summary>
    public ImmutableArray<long> WindowsMicros { get; internal set; } = [];

    /// <summary>How far back entries are kept: the longest window and 72 h.</summary>
    public long KeptMicros => WindowsMicros.IsEmpty ? 0 : WindowsMicros[^1] + WindowStep.LatenessMicros;

    /// <summary>Its place in <see cref="HistoryNeeds.Streams"/>.</summary>
    public int Index { get; internal set; }

    internal static string Describe(HistoryMeasure measure, EventPattern pattern, Condition? where, MoneyField field, long stepMicros)
    {
        var text = new StringBuilder();
        var name = measure switch { HistoryMeasure.Count => "count", HistoryMeasure.Sum => "sum", _ => "last" };
        ConditionText.AppendHistory(text, name, pattern, where, null, measure == HistoryMeasure.Sum ? field : null);
        return stepMicros > 0 ? text.Append(" by ").Append(DurationText.Format(stepMicros)).ToString() : text.ToString();
    }
}
