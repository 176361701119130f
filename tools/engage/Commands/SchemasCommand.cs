using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.SchemaRegistry.Deployment;

namespace Engage.Cli.Commands;

/// <summary><c>engage schemas register|check</c>.</summary>
internal static class SchemasCommand
{
    public static Command Build()
    {
        var register = new Command("register", "register every schema and how it may evolve");
        register.SetAction((result, cancelled) => RegisterAsync(ClusterOptions.Resolve(result), cancelled));
        var check = new Command("check", "name every difference between the registry and what the workers need");
        check.SetAction((result, cancelled) => CheckAsync(result, cancelled));
        return new Command("schemas", "set up and check the schema registry") { register, check };
    }

    public static async Task<int> RegisterAsync(Cluster cluster, CancellationToken cancelled, bool quiet = false)
    {
        using var client = RegisteredSchemas.Client(cluster);
        await RegisteredSchemas.GuardedAsync(cluster, async () =>
        {
            foreach (var schema in await SchemaDeployment.RegisterAsync(client, cluster.TopicPrefix, Topics.Topics.Schemas, cancelled))
            {
                if (!quiet) Console.WriteLine($"{schema.Subject}: id {schema.SchemaId}{(schema.WasRegisteredBefore ? ", was there" : ", registered")}");
            }
        });
        return 0;
    }

    private static async Task<int> CheckAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        using var client = RegisteredSchemas.Client(cluster);
        IReadOnlyList<string> differences = [];
        await RegisteredSchemas.GuardedAsync(cluster, async () => differences = await SchemaDeployment.CheckAsync(client, cluster.TopicPrefix, Topics.Topics.Schemas, cancelled));
        foreach (var difference in differences) Console.WriteLine(difference);
        if (differences.Count > 0) return CommandException.Failed;
        Console.WriteLine($"{Topics.Topics.Schemas.Count} schemas are as the workers need them");
        return 0;
    }
}
