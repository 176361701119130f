using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Engage.Cli.Connections;
using Engage.Cli.Health;
using Engage.Cli.Output;
using Engage.Rules.Definitions;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage doctor</c>: looks for what stops workers or makes their state doubtful, per worker and partition. Reads, unless it is told to end a transaction.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Option<string?> Abort = new("--abort-transaction") { Description = "end the open transaction of this transactional id, and fence whoever holds it" };
    /// <remarks>A worker's transaction is ended by the cluster after 30 s at the latest, and looked for every 10 s: one that is older pins its topics.</remarks>
    private static readonly Option<string> TransactionAge = new("--transaction-age") { Description = "an open transaction that is older is a finding", DefaultValueFactory = _ => "40s" };
    private static readonly Option<bool> Quick = new("--quick") { Description = "leave out reading the changelogs whole" };

    public static Command Build()
    {
        var command = new Command("doctor", "state and transaction integrity of every worker and partition") { WorkerAddresses.Option, Quick, TransactionAge, Abort };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        if (result.GetValue(Abort) is { } transactionalId) return AbortTransaction(cluster, transactionalId);

        var ageMax = AgeOf(result);
        var addresses = WorkerAddresses.Of(result, cluster);
        using var admin = new ClusterAdmin(cluster.Connection);
        using var http = new HttpClient { Timeout = Patience };
        var counts = admin.PartitionCounts();
        var findings = new List<Finding>();
        var changelogs = new ExamineChangelogs(cluster, admin, TimeProvider.System);
        foreach (var worker in WorkerInputs.Names)
        {
            findings.AddRange(Lag(worker, await WorkerInputs.LagAsync(admin, cluster, worker, counts)));
            foreach (var (_, address) in addresses.Where(address => address.Worker == worker)) findings.AddRange(await ProcessAsync(http, worker, address, cancelled));
            if (result.GetValue(Quick) || !WorkerInputs.HasChangelog(worker)) continue;
            using (var progress = new ProgressLine("reading", asideFromOutput: true))
            {
                progress.Show($"the changelog of {worker}");
                findings.AddRange(await changelogs.OfAsync(worker, counts));
            }
        }

        findings.AddRange(await TransactionsAsync(cluster, counts, changelogs, ageMax));
        Print(result, findings);
        return findings.All(finding => finding.IsWell) ? 0 : CommandException.Failed;
    }

    private static TimeSpan AgeOf(ParseResult result)
    {
        var text = result.GetValue(TransactionAge)!;
        if (text == "0s") return TimeSpan.Zero;
        return DurationText.TryParse(text, out var micros) ? TimeSpan.FromMicroseconds(micros) : throw new CommandException($"--transaction-age {text}: give a duration such as 40s or 5m", CommandException.WrongUsage);
    }

    private static int AbortTransaction(Cluster cluster, string transactionalId)
    {
        if (!transactionalId.StartsWith(cluster.TopicPrefix, StringComparison.Ordinal))
            throw new CommandException($"--abort-transaction {transactionalId}: ids of this system begin with {cluster.TopicPrefix}; 'engage doctor' names those that may hold a topic", CommandException.WrongUsage);
        // Taking an id over ends what its last holder left open and fences that holder; a worker that lives builds a new producer and repeats its input.
        using var writer = new TransactionalWriter(cluster.Connection, transactionalId);
        Console.WriteLine($"{transactionalId} was taken over: its open transaction, if there was one, is aborted");
        return 0;
    }

    private static IEnumerable<Finding> Lag(string worker, IReadOnlyDictionary<(string Topic, int Partition), long?> lag) =>
        lag.GroupBy(entry => entry.Key.Partition).OrderBy(group => group.Key).Select(group =>
        {
            var unread = group.Where(entry => entry.Value is null).Select(entry => entry.Key.Topic).ToList();
            return unread.Count == 0
                ? new Finding(worker, group.Key, "lag", true, string.Create(CultureInfo.InvariantCulture, $"{group.Sum(entry => entry.Value)} records"))
                : new Finding(worker, group.Key, "lag", false, $"the group has read nothing of {string.Join(", ", unread)}: is the worker running?");
        });

    private static async Task<IReadOnlyList<Finding>> ProcessAsync(HttpClient http, string worker, Uri address, CancellationToken cancelled)
    {
        var (page, problem) = await WorkerHealth.AskAsync(http, address, cancelled);
        if (page is null) return [new Finding(worker, null, "process", false, problem!)];

        var findings = new List<Finding> { new(worker, null, "process", page.Problems.Count == 0, page.Problems.Count == 0 ? $"{page.State}, {page.Version}" : string.Join("; ", page.Problems)) };
        foreach (var task in page.Tasks)
            findings.Add(new Finding(worker, task.Partition, "task", task.StopReason is null, task.RestoreRemaining > 0 ? $"{task.Text}, {task.RestoreRemaining} changelog records to go" : task.Text));
        if (await StoreSizes.AskAsync(http, address, cancelled) is var (bytes, keys))
            findings.Add(new Finding(worker, null, "store", true, string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes on disk, about {keys} keys")));
        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> TransactionsAsync(Cluster cluster, IReadOnlyDictionary<string, int> counts, ExamineChangelogs changelogs, TimeSpan ageMax)
    {
        var topics = TopicPlan.All.Select(plan => cluster.Topic(plan.Name)).Where(counts.ContainsKey).ToDictionary(topic => topic, topic => counts[topic]);
        var now = TimeProvider.System.GetUtcNow();
        var pinned = (await OpenTransactions.FindAsync(cluster.Connection, topics)).Where(open => open.OpenSince is { } since && now - since > ageMax).ToList();
        if (pinned.Count == 0) return [new Finding("transactions", null, "open", true, string.Create(CultureInfo.InvariantCulture, $"none holds a topic back for longer than {ageMax.TotalSeconds:0.###} s"))];
        return [.. pinned.Select(open => new Finding(open.Topic, open.Partition, "open", false,
            string.Create(CultureInfo.InvariantCulture, $"a transaction open since {Times.Text(open.OpenSince!.Value)} holds readers at {open.StableEnd} of {open.End}; if its writer is gone: engage doctor --abort-transaction {Candidates(cluster, open.Topic, changelogs)}")))];
    }

    /// <summary>The transactional ids that may have written to a topic.</summary>
    private static string Candidates(Cluster cluster, string topic, ExamineChangelogs changelogs)
    {
        var ids = WorkerWrites.WritersOf(topic[cluster.TopicPrefix.Length..]).SelectMany(writer => writer == "apply"
            ? [cluster.TopicPrefix + "apply"]
            : changelogs.Instances.GetValueOrDefault(writer)?.Select(instance => $"{cluster.TopicPrefix}{writer}.{instance}-0") ?? [$"{cluster.TopicPrefix}{writer}.INSTANCE-THREAD"]);
        return string.Join(" or ", ids);
    }

    private static void Print(ParseResult result, List<Finding> findings)
    {
        var report = OutputOption.Report(result, "worker", "partition", "check", "verdict", "detail");
        foreach (var finding in findings) report.Add(finding.Worker, finding.Partition, finding.Check, finding.IsWell ? "ok" : "finding", finding.Detail);
        report.Finish();
        if (result.GetValue(OutputOption.Format) == OutputFormat.Table) Console.WriteLine(findings.Count(finding => !finding.IsWell) is > 0 and var bad ? $"{bad} findings" : "nothing found");
    }
}
