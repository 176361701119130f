using Engage.Avro.Schemas;

namespace Engage.Avro.Wire;

/// <summary>Something that writes and reads values under a registered schema, and is told at start which id that schema has.</summary>
public interface ISchemaBound
{
    /// <summary>Topic without prefix; the subject is <c>PREFIX + TopicName + "-value"</c>.</summary>
    string TopicName { get; }

    /// <summary>What it writes, and what it expects to read.</summary>
    AvroSchema Schema { get; }

    /// <summary>Called once, before the first record.</summary>
    /// <param name="schemaId">Id under which <see cref="Schema"/> is registered.</param>
    /// <param name="writers">Answers for values that carry another id.</param>
    void Bind(int schemaId, IWriterSchemas writers);
}
