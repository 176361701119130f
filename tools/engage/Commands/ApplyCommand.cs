using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Definitions;
using Engage.Rules.Definitions;
using Engage.Rules.Planning;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Commands;

/// <summary><c>engage apply</c>: shows what would change, then publishes it.</summary>
internal static class ApplyCommand
{
    private static readonly Option<string[]> Files = new("--file", "-f") { Description = "definition files or folders of them", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "show the plan, publish nothing" };
    private static readonly Option<bool> Yes = new("--yes") { Description = "publish also what makes players lose progress" };
    private static readonly Option<bool> Wait = new("--wait") { Description = "return when every partition has passed its marker" };

    public static Command Build()
    {
        var command = new Command("apply", "put definitions in force") { Files, DryRun, Yes, Wait };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        return await ApplyAsync(cluster, result.GetValue(Files)!, result.GetValue(DryRun), result.GetValue(Yes), result.GetValue(Wait), cancelled);
    }

    public static async Task<int> ApplyAsync(Cluster cluster, IReadOnlyList<string> files, bool dryRun, bool yes, bool wait, CancellationToken cancelled)
    {
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        // Taking the id over ends an apply that another process has under way; only then is the topic read to its end.
        using var writer = dryRun ? null : new TransactionalWriter(cluster.Connection, PublishDefinitions.TransactionalId(cluster));
        var inForce = DefinitionsInLog.Read(cluster);
        if (DefinitionFiles.Load(files, inForce) is not { } documents) return CommandException.Failed;

        var plan = DefinitionPlan.Of(documents, inForce);
        Print(plan);
        if (!plan.Changes.Any())
        {
            Console.WriteLine("nothing to apply: everything is in force as it is");
            return 0;
        }

        if (plan.NeedsConfirmation && !yes && !dryRun) throw new CommandException("Players would lose progress (see above). Give --yes to apply it all the same; nothing was published.");
        if (dryRun) return 0;

        var markers = PublishDefinitions.Publish(writer!, cluster, plan, TimeProvider.System);
        Console.WriteLine($"{plan.Changes.Count()} definitions published; in force for every event after now");
        if (wait) await Settling.MarkersAsync(cluster, markers, cancelled);
        return 0;
    }

    private static void Print(DefinitionPlan plan)
    {
        foreach (var item in plan.Items)
        {
            var change = item.Change switch
            {
                PlannedChange.Add => "add",
                PlannedChange.Change => $"change ({string.Join(", ", item.ChangedKeys)})",
                PlannedChange.ChangeStatus => "change status",
                _ => "unchanged",
            };
            Console.WriteLine($"{DefinitionNames.TextOf(item.Key.Kind)} {item.Key.Id} v{item.Key.Version}: {change}, {DefinitionNames.TextOf(item.Status)}");
            foreach (var note in item.Notes) Console.WriteLine($"  {note}");
        }
    }
}
