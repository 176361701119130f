using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Definitions;
using Engage.Cli.Output;
using Engage.Rules.Definitions;
using Engage.Rules.Parsing;
using Engage.Rules.Planning;
using Engage.Scheduler.Applying;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage apply</c>: shows what would change, then publishes it.</summary>
internal static class ApplyCommand
{
    private static readonly Option<string[]> Files = new("--file", "-f") { Description = "definition files or folders of them", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "show the plan, publish nothing" };
    private static readonly Option<bool> Yes = new("--yes") { Description = "publish also what makes players lose progress" };
    private static readonly Option<DateTimeOffset?> At = TimeOption.Of("--at", "apply at that time; everything is checked again then");
    private static readonly Option<bool> Wait = new("--wait") { Description = "return when every partition has passed its marker" };

    public static Command Build()
    {
        var command = new Command("apply", "put definitions in force") { Files, DryRun, Yes, At, Wait };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        if (result.GetValue(At) is { } at)
        {
            if (result.GetValue(Wait)) throw new CommandException("--wait cannot wait for an apply that is to happen later: leave it out with --at", CommandException.WrongUsage);
            return await ApplyLaterAsync(cluster, result.GetValue(Files)!, at, result.GetValue(DryRun), result.GetValue(Yes), cancelled);
        }

        return await ApplyAsync(cluster, result.GetValue(Files)!, result.GetValue(DryRun), result.GetValue(Yes), result.GetValue(Wait), cancelled);
    }

    public static async Task<int> ApplyAsync(Cluster cluster, IReadOnlyList<string> files, bool dryRun, bool yes, bool wait, CancellationToken cancelled)
    {
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        // Taking the id over ends an apply that another process has under way; only then is the topic read to its end.
        using var writer = dryRun ? null : new ClusterDefinitionWriter(cluster.Connection, cluster.TopicPrefix);
        if (Plan(files, writer?.ReadToEnd() ?? DefinitionsInLog.ReadLog(cluster), yes || dryRun) is not { } planned) return CommandException.Failed;
        if (dryRun || !planned.Plan.Changes.Any()) return 0;

        var markers = PublishDefinitions.Publish(writer!, planned.Plan, "apply", settles: null, Times.Micros(TimeProvider.System.GetUtcNow()));
        Console.WriteLine($"{planned.Plan.Changes.Count()} definitions published; in force for every event after now");
        if (wait) await Settling.MarkersAsync(cluster, markers, cancelled);
        return 0;
    }

    /// <summary>Writes one record that decides nothing; the scheduler applies it at its time, checked anew.</summary>
    public static async Task<int> ApplyLaterAsync(Cluster cluster, IReadOnlyList<string> files, DateTimeOffset at, bool dryRun, bool yes, CancellationToken cancelled)
    {
        if (at <= TimeProvider.System.GetUtcNow()) throw new CommandException($"--at {Times.Text(at)} has passed; leave --at out to apply now", CommandException.WrongUsage);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        using var writer = dryRun ? null : new ClusterDefinitionWriter(cluster.Connection, cluster.TopicPrefix);
        var log = writer?.ReadToEnd() ?? DefinitionsInLog.ReadLog(cluster);
        if (Plan(files, log, yes || dryRun) is not { } planned) return CommandException.Failed;
        if (dryRun || !planned.Plan.Changes.Any()) return 0;

        var pending = PendingDocuments.Of(planned.Documents, at, yes);
        if (log.Pending.ContainsKey(pending.Id)) throw new CommandException($"The same files wait already to be applied at {Times.Text(at)} ({pending.Id}).");
        PublishDefinitions.PublishPending(writer!, pending);
        Console.WriteLine($"{planned.Plan.Changes.Count()} definitions will be checked again and applied at {Times.Text(at)} ({pending.Id}); until then nothing changes");
        return 0;
    }

    /// <summary>Reads, checks and compares, and shows the plan.</summary>
    /// <returns>Null: there are mistakes, which have been printed.</returns>
    private static (DefinitionPlan Plan, IReadOnlyList<ParsedDefinition> Documents)? Plan(IReadOnlyList<string> files, DefinitionLog log, bool mayLoseProgress)
    {
        if (DefinitionFiles.Load(files, log.Latest) is not { } documents) return null;
        var plan = DefinitionPlan.Of(documents, log.Latest);
        Print(plan);
        if (!plan.Changes.Any()) Console.WriteLine("nothing to apply: everything is in force as it is");
        return plan.NeedsConfirmation && !mayLoseProgress
            ? throw new CommandException("Players would lose progress (see above). Give --yes to apply it all the same; nothing was published.")
            : (plan, documents);
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
