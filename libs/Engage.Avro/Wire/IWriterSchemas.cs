using System.Buffers;
using Engage.Avro.Schemas;

namespace Engage.Avro.Wire;

/// <summary>Knows the schemas that values were written with, by their registered ids. Thread-safe.</summary>
public interface IWriterSchemas
{
    /// <summary>How values with that id are to be read by <paramref name="reader"/>. Answers from its cache, except for an id it meets for the first time.</summary>
    WriterSchemaAnswer Ask(int schemaId, AvroSchema reader);
}

/// <summary>What is known of a writer's schema.</summary>
/// <param name="Kind">What may be done with its values.</param>
/// <param name="Translation">For <see cref="WriterSchemaKind.Translate"/>.</param>
/// <param name="Reason">For the kinds that cannot be read: why, without data of the record.</param>
public readonly record struct WriterSchemaAnswer(WriterSchemaKind Kind, IPayloadTranslation? Translation = null, string? Reason = null);

/// <summary>What may be done with a value of another schema id.</summary>
public enum WriterSchemaKind
{
    /// <summary>The same schema under another id: read it as it is.</summary>
    Same,

    /// <summary>Resolvable: translate the payload, then read it.</summary>
    Translate,

    /// <summary>The registry knows no such id, or it does not resolve: the record is bad.</summary>
    Unreadable,

    /// <summary>The registry did not answer: ask again later.</summary>
    Unreachable,
}

/// <summary>Turns payloads of one writer's schema into payloads of one reader's schema. Thread-safe.</summary>
public interface IPayloadTranslation
{
    /// <summary>Appends the reader's payload to <paramref name="output"/>.</summary>
    /// <returns>Why it cannot be; null: it was appended.</returns>
    Binary.DecodeError? Translate(ReadOnlySpan<byte> payload, IBufferWriter<byte> output);
}
