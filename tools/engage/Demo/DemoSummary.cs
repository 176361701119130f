using System.Globalization;
using Engage.Cli.Connections;
using Engage.Contracts;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Demo;

/// <summary>What a replay has come to: executions, points, messages, and how long actions took. One thread.</summary>
internal sealed class DemoSummary
{
    /// <summary>Deliveries that wait for a provider are given this long without any other ending before the summary is printed without them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly HashSet<string> Messages = new(["slack", "sms", "email"], StringComparer.Ordinal);

    private readonly SortedDictionary<string, (long Executions, long Times)> executions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, decimal> points = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActionResult> ends = new(StringComparer.Ordinal);
    private long actions;

    public long ExecutionCount => executions.Values.Sum(rule => rule.Executions);

    /// <summary>Actions that have neither ended nor are parked until somebody does something about them.</summary>
    public long Open => Math.Max(0, actions - ends.Count); // An end may be read before its action: they are in different topics.

    /// <summary>Reads what was written since the replay began, and on until every action has ended or is parked.</summary>
    /// <param name="report">Told the actions still open, now and then.</param>
    public static DemoSummary Follow(Cluster cluster, DateTimeOffset since, Action<long> report, CancellationToken cancelled)
    {
        var summary = new DemoSummary();
        var names = new[] { Topics.Topics.Executions.Name, Topics.Topics.Actions.Name, Topics.Topics.ActionResults.Name }.Select(cluster.Topic).ToArray();
        using var admin = new ClusterAdmin(cluster.Connection);
        var counts = admin.PartitionCounts();
        using var reader = new TopicReader(cluster.Connection);
        reader.Open(names.ToDictionary(name => name, name => counts[name]), ReadFrom.At(since));
        var quietSince = TimeProvider.System.GetTimestamp();
        while (!(reader.AtEnd && summary.Open == 0) && TimeProvider.System.GetElapsedTime(quietSince) < Patience)
        {
            cancelled.ThrowIfCancellationRequested();
            if (reader.Next(TimeSpan.FromMilliseconds(200)) is not { Value: { } value } record) continue;
            summary.Add(record.Topic, names, value);
            quietSince = TimeProvider.System.GetTimestamp();
            report(summary.Open);
        }

        return summary;
    }

    /// <param name="events">How many were sent.</param>
    /// <param name="sending">Until the last event was sent.</param>
    /// <param name="read">From the first event sent until every stage had read everything before it.</param>
    /// <param name="ended">From the first event sent until every action had ended.</param>
    public void Print(TextWriter output, long events, TimeSpan sending, TimeSpan read, TimeSpan ended)
    {
        Line(output, $"\nevents      {events} sent in {sending.TotalSeconds:F1} s, through every stage after {read.TotalSeconds:F1} s ({events / read.TotalSeconds:F0} events/s), every action at its end after {ended.TotalSeconds:F1} s");
        Line(output, $"executions  {ExecutionCount}");
        foreach (var (rule, count) in executions) Line(output, $"  {rule,-34} {count.Executions,7} executions, {count.Times} times");
        output.WriteLine("points");
        foreach (var (rule, sum) in points) Line(output, $"  {rule,-34} {sum,7:0.########}");
        output.WriteLine("messages, by channel and outcome");
        PrintOutcomes(output, message: true);
        output.WriteLine("other actions");
        PrintOutcomes(output, message: false);
        if (Open > 0) Line(output, $"  {Open} actions have not ended yet; 'engage results --follow' shows them when they do");
        var latencies = ends.Values.Where(end => end.Final).Select(end => (end.FinishedAtMicros - end.DecidedAtMicros) / 1000.0).Order().ToArray();
        if (latencies.Length > 0) Line(output, $"from an event's arrival to its action's end, under this load: p50 {At(latencies, 0.5):F0} ms, p95 {At(latencies, 0.95):F0} ms, p99 {At(latencies, 0.99):F0} ms");
    }

    private void PrintOutcomes(TextWriter output, bool message)
    {
        var outcomes = ends.Values.Where(end => Messages.Contains(end.Channel) == message)
            .GroupBy(end => $"{end.Channel} {end.Status}{(end.Reason is null ? "" : $" ({end.Reason})")}").OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var outcome in outcomes) Line(output, $"  {outcome.Key,-34} {outcome.Count(),7}");
    }

    private void Add(string topic, string[] names, byte[] value)
    {
        if (topic == names[0]) Add(Topics.Topics.Executions.Wire.Read(value));
        else if (topic == names[1]) actions++;
        else Add(Topics.Topics.ActionResults.Wire.Read(value));
    }

    private void Add(Execution execution)
    {
        var sofar = executions.GetValueOrDefault(execution.RuleId);
        executions[execution.RuleId] = (sofar.Executions + 1, sofar.Times + execution.Times);
    }

    private void Add(ActionResult result)
    {
        if (result.Final || result.Status == "parked") ends[result.ActionId] = result;
        else ends.Remove(result.ActionId);
        if (result is { Points: { } given, Status: "delivered" }) points[result.RuleId] = points.GetValueOrDefault(result.RuleId) + given;
    }

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Min(sorted.Length - 1, quantile * sorted.Length)];

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
