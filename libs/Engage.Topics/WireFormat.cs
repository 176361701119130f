using System.Buffers;
using System.Collections.Concurrent;
using Engage.Avro.Binary;
using Engage.Avro.Schemas;
using Engage.Avro.Wire;
using Engage.Streams;
using DecodeError = Engage.Streams.DecodeError;

namespace Engage.Topics;

/// <summary>One topic's values: Avro behind Confluent's five-byte header.</summary>
/// <remarks>Bound to its schema id once, at start; immutable afterwards and thread-safe. Before that it writes id 0, which suits tests of a single process.</remarks>
public sealed class WireFormat<T, TCodec> : ISchemaBound, ISerde<T>
    where T : class
    where TCodec : struct, IAvroCodec<T>
{
    /// <summary>Values of our own topics wrap a whole event, so they may be larger than what is accepted from outside.</summary>
    private static readonly AvroLimits InternalLimits = AvroLimits.Default with { RecordBytesMax = 4 << 20, TextBytesMax = 2 << 20 };

    private readonly ConcurrentDictionary<int, WriterSchemaAnswer> known = new();
    private IWriterSchemas writers = UnboundWriterSchemas.Instance;
    private int schemaId;

    /// <param name="topicName">Without prefix.</param>
    /// <param name="fromOutside">True: foreign producers write it, so the strict limits of semantics H hold.</param>
    internal WireFormat(string topicName, bool fromOutside)
    {
        TopicName = topicName;
        Limits = fromOutside ? AvroLimits.Default : InternalLimits;
    }

    public string TopicName { get; }

    public AvroSchema Schema => TCodec.Schema;

    public AvroLimits Limits { get; }

    public int SchemaId => Volatile.Read(ref schemaId);

    public void Bind(int schemaId, IWriterSchemas writers)
    {
        this.writers = writers;
        Volatile.Write(ref this.schemaId, schemaId);
    }

    /// <summary>Finds the Avro payload of a value, translated to our schema where it was written with another.</summary>
    /// <param name="value">With header.</param>
    /// <param name="translated">Holds a translation; reused between calls by the caller.</param>
    /// <param name="payload">Borrowed from <paramref name="value"/> or <paramref name="translated"/>.</param>
    /// <param name="error">For <see cref="WireOutcome.Poison"/> and, as what is missing, <see cref="WireOutcome.Unavailable"/>.</param>
    public WireOutcome Open(ReadOnlySpan<byte> value, ArrayBufferWriter<byte> translated, out ReadOnlySpan<byte> payload, out DecodeError? error)
    {
        error = null;
        if (!ConfluentWire.TryRead(value, out var id, out payload))
        {
            error = WireErrors.From(ConfluentWire.NotWireFormat);
            return WireOutcome.Poison;
        }

        return id == SchemaId ? WireOutcome.Ready : OpenForeign(id, translated, ref payload, out error);
    }

    public void Write(T value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var writer = new AvroWriter(stackalloc byte[256]);
        try
        {
            ConfluentWire.WriteHeader(ref writer, SchemaId);
            TCodec.Write(ref writer, value);
            output.Write(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    public T Read(ReadOnlySpan<byte> bytes)
    {
        var outcome = Open(bytes, new ArrayBufferWriter<byte>(), out var payload, out var error);
        if (outcome != WireOutcome.Ready) throw new DecodeException(error!);
        return TCodec.TryRead(payload, out var value, out var mistake, Limits) ? value : throw new DecodeException(WireErrors.From(mistake));
    }

    private WireOutcome OpenForeign(int id, ArrayBufferWriter<byte> translated, ref ReadOnlySpan<byte> payload, out DecodeError? error)
    {
        error = null;
        if (!known.TryGetValue(id, out var answer))
        {
            answer = writers.Ask(id, Schema);
            if (answer.Kind is WriterSchemaKind.Same or WriterSchemaKind.Translate) known[id] = answer;
        }

        switch (answer.Kind)
        {
            case WriterSchemaKind.Same:
                return WireOutcome.Ready;
            case WriterSchemaKind.Translate:
                translated.ResetWrittenCount();
                error = WireErrors.From(answer.Translation!.Translate(payload, translated));
                payload = translated.WrittenSpan;
                return error is null ? WireOutcome.Ready : WireOutcome.Poison;
            case WriterSchemaKind.Unreadable:
                error = new DecodeError("unknown_schema", answer.Reason ?? $"schema id {id} cannot be read");
                return WireOutcome.Poison;
            default:
                error = new DecodeError("registry_unreachable", answer.Reason ?? $"the registry did not answer for schema id {id}");
                return WireOutcome.Unavailable;
        }
    }
}
