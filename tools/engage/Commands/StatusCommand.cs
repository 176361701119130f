using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Health;
using Engage.Cli.Output;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Commands;

/// <summary><c>engage status</c>: lag, health and version of every worker at a glance.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Build()
    {
        var command = new Command("status", "lag, health and version of every worker") { WorkerAddresses.Option };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        var addresses = WorkerAddresses.Of(result, cluster);
        using var admin = new ClusterAdmin(cluster.Connection);
        using var http = new HttpClient { Timeout = Patience };
        var counts = admin.PartitionCounts();
        var report = OutputOption.Report(result, "worker", "health", "state", "version", "lag", "partitions", "restoring", "address", "problems");
        foreach (var worker in WorkerInputs.Names)
        {
            var lag = await WorkerInputs.LagAsync(admin, cluster, worker, counts);
            // A group without a position has everything before it.
            var left = lag.Values.Any(value => value is null) ? (long?)null : lag.Values.Sum(value => value);
            var own = addresses.Where(address => address.Worker == worker).Select(address => address.Address).ToList();
            if (own.Count == 0) report.Add(worker, "unknown", null, null, left, null, null, null, Problems(lag, ["no address is known: name it with --worker " + worker + "=URL"]));
            foreach (var address in own)
            {
                var (page, problem) = await WorkerHealth.AskAsync(http, address, cancelled);
                if (page is null) report.Add(worker, "unreachable", null, null, left, null, null, address.ToString(), Problems(lag, [problem!]));
                else report.Add(worker, page.Status, page.State, page.Version, left, page.Tasks.Count, page.Tasks.Sum(task => task.RestoreRemaining), address.ToString(), Problems(lag, page.Problems));
            }
        }

        report.Finish();
        return 0;
    }

    private static List<string> Problems(IReadOnlyDictionary<(string Topic, int Partition), long?> lag, IReadOnlyList<string> ofWorker)
    {
        var unread = lag.Where(entry => entry.Value is null).Select(entry => $"{entry.Key.Topic}[{entry.Key.Partition}]").Order(StringComparer.Ordinal).ToList();
        return unread.Count == 0 ? [.. ofWorker] : [.. ofWorker, $"the group has read nothing of {string.Join(", ", unread)}"];
    }
}
