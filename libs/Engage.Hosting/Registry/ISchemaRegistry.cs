using Engage.Avro.Schemas;
using Engage.Avro.Wire;

namespace Engage.Hosting.Registry;

/// <summary>What the host asks of a schema registry.</summary>
internal interface ISchemaRegistry : IWriterSchemas
{
    /// <summary>The id under which <paramref name="schema"/> is registered for <paramref name="subject"/>; null: it is not.</summary>
    /// <exception cref="HttpRequestException">The registry did not answer, or refused us.</exception>
    Task<int?> FindIdAsync(string subject, AvroSchema schema, CancellationToken stop);

    /// <returns>Why it cannot be used; null: it can.</returns>
    Task<string?> CheckAsync(CancellationToken stop);
}
