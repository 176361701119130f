using Engage.Avro.Wire;
using Engage.Hosting.Logging;

using Microsoft.Extensions.Logging;

namespace Engage.Hosting.Registry;

/// <summary>Gives every topic of the worker the id of its schema, once, before the first record.</summary>
internal sealed class SchemaBinding(ISchemaRegistry registry, string topicPrefix, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Waits for as long as the registry does not answer.</summary>
    /// <returns>The subjects whose schema is not registered; empty when all are bound.</returns>
    public async Task<IReadOnlyList<string>> BindAsync(IEnumerable<ISchemaBound> topics, CancellationToken stop)
    {
        var missing = new List<string>();
        foreach (var topic in topics)
        {
            var subject = $"{topicPrefix}{topic.TopicName}-value";
            if (await FindAsync(subject, topic, stop).ConfigureAwait(false) is { } id)
            {
                topic.Bind(id, registry);
                Log.SchemaBound(logger, subject, id);
            }
            else
            {
                missing.Add(subject);
            }
        }

        return missing;
    }

    private async Task<int?> FindAsync(string subject, ISchemaBound topic, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await registry.FindIdAsync(subject, topic.Schema, stop).ConfigureAwait(false);
            }
            catch (HttpRequestException away)
            {
                Log.RegistryAway(logger, Pause.TotalSeconds, away.Message);
                await Task.Delay(Pause, time, stop).ConfigureAwait(false);
            }
        }
    }
}
