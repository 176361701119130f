using Engage.Avro.Schemas;
using Engage.Avro.Wire;
using Engage.Hosting.Logging;
using Engage.Hosting.Metrics;
using Engage.Hosting.Options;
using Engage.SchemaRegistry.Client;
using Engage.SchemaRegistry.Deployment;
using Engage.Streams;

using Microsoft.Extensions.Logging;

namespace Engage.Hosting.Running;

/// <summary>The worker's side of the schema registry: binds topics at start, answers for ids met later, and can be asked whether the registry answers.</summary>
internal sealed class SchemaLookup : IWriterSchemas, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly SchemaRegistryClient client;
    private readonly RegistryWriterSchemas writers;
    private readonly SchemaMetrics metrics;
    private readonly string topicPrefix;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    public SchemaLookup(RegistryOptions options, string topicPrefix, SchemaMetrics metrics, TimeProvider time, ILogger logger)
    {
        client = new SchemaRegistryClient(ClientOptions(options), time);
        writers = new RegistryWriterSchemas(client, time);
        this.metrics = metrics;
        this.topicPrefix = topicPrefix;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>Gives topics the ids of their schemas. Waits for as long as the registry does not answer.</summary>
    /// <param name="schemas">May hold more than the topology has.</param>
    /// <param name="carried">Of values that travel inside other values, an event inside its enriched form.</param>
    /// <exception cref="SchemasMissingException">Some are not registered.</exception>
    /// <exception cref="SchemaRegistryException">The registry refuses us.</exception>
    public async Task BindAsync(Topology topology, IEnumerable<ISchemaBound> schemas, IEnumerable<ISchemaBound> carried, CancellationToken stop)
    {
        var names = topology.Inputs.Concat(topology.Outputs).Concat(topology.GlobalTables.Select(table => table.Topic)).Select(topic => topic.Name).ToHashSet();
        var own = schemas.Where(schema => names.Contains(schema.TopicName)).Concat(carried).Distinct().ToList();
        while (true)
        {
            try
            {
                await SchemaBinding.BindAsync(client, this, topicPrefix, own, stop).ConfigureAwait(false);
                Log.SchemasBound(logger, own.Count);
                return;
            }
            catch (SchemaRegistryUnreachableException away)
            {
                Log.RegistryAway(logger, Pause.TotalSeconds, away.Message);
                await Task.Delay(Pause, time, stop).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public WriterSchemaAnswer Ask(int schemaId, AvroSchema reader)
    {
        var answer = writers.Ask(schemaId, reader);
        metrics.Asked(answer.Kind);
        return answer;
    }

    /// <returns>Why the registry cannot be used; null: it can.</returns>
    public async Task<string?> CheckAsync(CancellationToken stop)
    {
        try
        {
            await client.SubjectsAsync(stop).ConfigureAwait(false);
            return null;
        }
        catch (SchemaRegistryUnreachableException away)
        {
            return away.Message;
        }
        catch (SchemaRegistryException refused)
        {
            return refused.Message;
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>A name and password in the address count as if they stood in their own settings.</summary>
    private static SchemaRegistryOptions ClientOptions(RegistryOptions options)
    {
        var inAddress = options.Url.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        return new()
        {
            Url = new UriBuilder(options.Url) { UserName = "", Password = "" }.Uri,
            UserName = options.Username.Length > 0 ? options.Username : inAddress[0],
            Password = options.Username.Length > 0 ? options.Password : inAddress.ElementAtOrDefault(1) ?? "",
            Timeout = options.Timeout,
        };
    }
}
