using Engage.Avro.Wire;
using Engage.SchemaRegistry.Client;

namespace Engage.SchemaRegistry.Deployment;

/// <summary>Tells topics at start under which ids their schemas are registered. Registers nothing: in production that is the operator's decision.</summary>
public static class SchemaBinding
{
    /// <summary>Looks up every schema and binds it.</summary>
    /// <param name="client">The registry.</param>
    /// <param name="writers">Answers for values with other ids.</param>
    /// <param name="topicPrefix">For example <c>engage.</c>.</param>
    /// <param name="schemas">What is to be bound.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="SchemasMissingException">At least one schema is not registered; the message names all and what to do.</exception>
    /// <exception cref="SchemaRegistryUnreachableException">The registry does not answer.</exception>
    public static async Task BindAsync(SchemaRegistryClient client, IWriterSchemas writers, string topicPrefix, IEnumerable<ISchemaBound> schemas, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(schemas);
        var found = new List<(ISchemaBound Bound, int Id)>();
        var missing = new List<string>();
        foreach (var bound in schemas)
        {
            var subject = SubjectNames.Of(topicPrefix, bound.TopicName);
            if (await client.LookupAsync(subject, bound.Schema, cancellation).ConfigureAwait(false) is { } registered) found.Add((bound, registered.Id));
            else missing.Add(subject);
        }

        if (missing.Count > 0) throw new SchemasMissingException(missing);
        foreach (var (bound, id) in found) bound.Bind(id, writers);
    }
}
