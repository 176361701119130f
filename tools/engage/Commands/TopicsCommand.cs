using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage topics create|check</c>: sets a cluster up, or names each difference from what the workers need.</summary>
internal static class TopicsCommand
{
    private static readonly Option<int> Partitions = new("--partitions")
    {
        Description = "partitions of every player-keyed topic; never changes afterwards",
        DefaultValueFactory = _ => TopicPlan.DefaultPartitions,
    };

    public static Command Build()
    {
        var create = new Command("create", "create the topics that do not exist yet") { Partitions };
        create.SetAction(result => CreateAsync(ClusterOptions.Resolve(result), result.GetValue(Partitions)));
        var check = new Command("check", "compare the cluster's topics with what the workers need") { Partitions };
        check.SetAction(result => CheckAsync(result));
        return new Command("topics", "set up and check the topics of a cluster") { create, check };
    }

    public static async Task<int> CreateAsync(Cluster cluster, int partitions, bool quiet = false)
    {
        if (partitions is < 1 or > 1024) throw new CommandException($"--partitions {partitions}: give 1 to 1024", CommandException.WrongUsage);
        using var admin = new ClusterAdmin(cluster.Connection);
        var differences = await DifferencesAsync(admin, cluster, partitions);
        if (differences.Any(difference => difference.Kind == DifferenceKind.Partitions))
            throw new CommandException(string.Join("\n", differences.Where(difference => difference.Kind == DifferenceKind.Partitions).Select(difference => difference.Text)));

        var created = await admin.CreateTopicsAsync([.. TopicPlan.All.Select(plan => Settings(plan, cluster, partitions))]);
        if (quiet) return 0;
        foreach (var topic in created) Console.WriteLine($"created {topic}");
        Console.WriteLine($"{created.Count} topics created, {TopicPlan.All.Count - created.Count} were there");
        return 0;
    }

    private static async Task<int> CheckAsync(ParseResult result)
    {
        var cluster = ClusterOptions.Resolve(result);
        using var admin = new ClusterAdmin(cluster.Connection);
        // Without the option the topics are held against each other: the count of player-events is the cluster's.
        var partitions = result.GetResult(Partitions) is { Implicit: false }
            ? result.GetValue(Partitions)
            : admin.PartitionCounts().GetValueOrDefault(cluster.Topic(Topics.Topics.PlayerEvents.Name), result.GetValue(Partitions));
        var differences = await DifferencesAsync(admin, cluster, partitions);
        foreach (var difference in differences) Console.WriteLine(difference.Text);
        if (differences.Count > 0) return CommandException.Failed;
        Console.WriteLine($"{TopicPlan.All.Count} topics are as the workers need them");
        return 0;
    }

    private enum DifferenceKind
    {
        Missing,
        Partitions,
        Setting,
    }

    private sealed record Difference(DifferenceKind Kind, string Text);

    private static async Task<List<Difference>> DifferencesAsync(ClusterAdmin admin, Cluster cluster, int partitions)
    {
        var counts = admin.PartitionCounts();
        var existing = TopicPlan.All.Select(plan => Settings(plan, cluster, partitions)).Where(topic => counts.ContainsKey(topic.Name)).ToList();
        var configs = await admin.TopicConfigsAsync(existing.Select(topic => topic.Name));
        var differences = new List<Difference>();
        foreach (var topic in TopicPlan.All.Select(plan => Settings(plan, cluster, partitions)))
        {
            if (!counts.TryGetValue(topic.Name, out var count))
            {
                differences.Add(new(DifferenceKind.Missing, $"{topic.Name}: missing; run 'engage topics create'"));
                continue;
            }

            if (count != topic.Partitions)
                differences.Add(new(DifferenceKind.Partitions, $"{topic.Name}: {count} partitions, {topic.Partitions} are needed; the count of a player-keyed topic cannot change, since a player's state lives in one partition"));
            foreach (var (name, wanted) in topic.Configs)
            {
                var actual = configs[topic.Name].GetValueOrDefault(name, "");
                if (!SameSetting(name, wanted, actual)) differences.Add(new(DifferenceKind.Setting, $"{topic.Name}: {name} is {actual}, {wanted} is needed"));
            }
        }

        return differences;
    }

    /// <summary>A longer retention than ours is the operator's choice.</summary>
    private static bool SameSetting(string name, string wanted, string actual) =>
        wanted == actual || (name == "retention.ms" && long.TryParse(actual, out var kept) && (kept < 0 || kept > long.Parse(wanted, System.Globalization.CultureInfo.InvariantCulture)));

    private static TopicSettings Settings(TopicPlan plan, Cluster cluster, int partitions) =>
        new(cluster.Topic(plan.Name), plan.SinglePartition ? 1 : partitions, plan.Configs);
}
