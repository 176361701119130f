using Engage.SchemaRegistry.Client;
using Engage.SchemaRegistry.Deployment;

namespace Engage.Cli.Connections;

/// <summary>Tells the topics of this process which ids their schemas have, so that commands can write and read values.</summary>
internal static class RegisteredSchemas
{
    /// <exception cref="CommandException">The registry does not answer, or a schema is not registered.</exception>
    public static async Task BindAsync(Cluster cluster, CancellationToken cancelled)
    {
        var client = Client(cluster);
        await GuardedAsync(cluster, () => SchemaBinding.BindAsync(client, new RegistryWriterSchemas(client, TimeProvider.System), cluster.TopicPrefix, Topics.Topics.Schemas, cancelled));
    }

    public static SchemaRegistryClient Client(Cluster cluster) => new(new SchemaRegistryOptions { Url = new Uri(cluster.Registry) }, TimeProvider.System);

    /// <summary>Turns the registry's refusals into what a user can act on.</summary>
    public static async Task GuardedAsync(Cluster cluster, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (SchemasMissingException missing)
        {
            throw new CommandException($"The registry at {cluster.Registry} lacks {string.Join(", ", missing.Subjects)}; run 'engage schemas register'.");
        }
        catch (Exception failed) when (failed is SchemaRegistryUnreachableException or SchemaRegistryException)
        {
            throw new CommandException($"The registry at {cluster.Registry} did not answer as it should: {failed.Message}");
        }
    }
}
