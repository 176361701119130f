using Engage.Avro.Binary;
using Engage.Contracts;
using Engage.Rules.Decisions;
using Engage.Streams;

namespace Engage.TriggerMatcher;

/// <summary>Writes rule firings in place: the enriched event is copied as it came, never encoded again.</summary>
internal sealed class FiringWriter(Output<string, RuleFiring> firings)
{
    private readonly HeaderBuffer trace = new();

    /// <summary>An event with the rules that it met; none for a reversal of what no rule counted.</summary>
    public void Write(in InputRecord record, ReadOnlySpan<Engage.Rules.Decisions.MatchedRule> matched)
    {
        var writer = new AvroWriter(stackalloc byte[512]);
        try
        {
            ConfluentWire.WriteHeader(ref writer, Topics.Topics.RuleFirings.Wire.SchemaId);
            writer.WriteBlockStart(matched.Length);
            foreach (var match in matched)
            {
                writer.WriteUtf8(match.Rule.IdUtf8.AsSpan());
                writer.WriteInt(match.Rule.Plan.Version);
                writer.WriteInt((int)match.Roles);
            }

            writer.WriteBlockEnd();
            writer.WriteBytes(record.Value);
            firings.SendRaw(record.Key, writer.Written, TraceOf(record.Headers));
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>An erasure, which meets no rule and reaches every later stage.</summary>
    public void WriteErasure(in InputRecord record) => Write(record, []);

    private HeaderBuffer? TraceOf(in HeaderView headers)
    {
        if (headers.IsEmpty || !headers.TryGet("traceparent"u8, out var parent)) return null;
        return trace.Clear().Add("traceparent"u8, parent);
    }
}
