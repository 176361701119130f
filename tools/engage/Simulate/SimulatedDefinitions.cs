using System.Buffers;
using Engage.Cli.Offline;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Simulate;

/// <summary>
/// The definitions of one simulated partition: those of the log without their rules and with the draft's in their place, numbered anew. They come into force where the log's markers say so; the draft's
/// segments from the beginning, so that their windows fill, and its rules when the simulated time begins.
/// </summary>
internal sealed class SimulatedDefinitions
{
    private readonly OfflinePipeline pipeline;
    private readonly Draft draft;
    private readonly IReadOnlyList<TopicRecord> definitions;
    private int next;
    private long last = -1;
    private long inForce = -1;

    public SimulatedDefinitions(OfflinePipeline pipeline, Draft draft, IReadOnlyList<TopicRecord> definitions, long timestampMicros)
    {
        this.pipeline = pipeline;
        this.draft = draft;
        this.definitions = definitions;
        foreach (var document in draft.Others) Add(Draft.RecordOf(document, version: 1), timestampMicros);
    }

    /// <summary>What the log's marker of <paramref name="offset"/> put in force.</summary>
    /// <returns>The offset to put in force in the simulation; null: nothing that has a part in it has changed.</returns>
    public long? UpTo(long offset)
    {
        for (; next < definitions.Count && definitions[next].Offset <= offset; next++)
        {
            var record = definitions[next];
            var value = Topics.Topics.Definitions.Wire.Read(record.Value);
            if (draft.Replaces(value)) continue;
            pipeline.Define(++last, record.TimestampMs * 1000, record.Key, record.Value);
        }

        return Changed();
    }

    /// <summary>The draft's rules come into force.</summary>
    public long? Rules(long timestampMicros)
    {
        foreach (var document in draft.Rules) Add(Draft.RecordOf(document, version: 1), timestampMicros);
        return Changed();
    }

    private long? Changed()
    {
        if (last == inForce) return null;
        return inForce = last;
    }

    private void Add((byte[] Key, Contracts.Definition Value) record, long timestampMicros)
    {
        var output = new ArrayBufferWriter<byte>();
        Topics.Topics.Definitions.Wire.Write(record.Value, output);
        pipeline.Define(++last, timestampMicros, record.Key, output.WrittenSpan);
    }
}
