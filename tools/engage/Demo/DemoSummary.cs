using System.Globalization;
using Engage.Cli.Connections;
using Engage.Contracts;

namespace Engage.Cli.Demo;

/// <summary>What a replay has come to: executions, points, messages, and how long actions took.</summary>
internal sealed class DemoSummary
{
    private readonly SortedDictionary<string, (long Executions, long Times)> executions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, decimal> points = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> outcomes = new(StringComparer.Ordinal);
    private readonly List<double> latenciesMs = [];

    public long ExecutionCount => executions.Values.Sum(rule => rule.Executions);

    /// <summary>Reads executions and results that were written since the replay began.</summary>
    public static DemoSummary Read(Cluster cluster, DateTimeOffset since)
    {
        var summary = new DemoSummary();
        foreach (var (_, execution) in TopicScan.Of(cluster, Topics.Topics.Executions, since)) summary.Add(execution);
        foreach (var (_, result) in TopicScan.Of(cluster, Topics.Topics.ActionResults, since)) summary.Add(result);
        return summary;
    }

    public void Print(TextWriter output, long events, TimeSpan sending, TimeSpan settled)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nevents      {events} sent in {sending.TotalSeconds:F1} s, read by every stage after {settled.TotalSeconds:F1} s ({events / settled.TotalSeconds:F0} events/s; deliveries end later, see the last line)"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"executions  {ExecutionCount}"));
        foreach (var (rule, count) in executions) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {rule,-34} {count.Executions,7} executions, {count.Times} times"));
        output.WriteLine("points");
        foreach (var (rule, sum) in points) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {rule,-34} {sum,7}"));
        output.WriteLine("deliveries");
        foreach (var (outcome, count) in outcomes) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {outcome,-34} {count,7}"));
        if (latenciesMs.Count == 0) return;
        latenciesMs.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from an event's arrival to its action's end, under this load: p50 {At(0.5):F0} ms, p95 {At(0.95):F0} ms, p99 {At(0.99):F0} ms"));
    }

    private void Add(Execution execution)
    {
        var sofar = executions.GetValueOrDefault(execution.RuleId);
        executions[execution.RuleId] = (sofar.Executions + 1, sofar.Times + execution.Times);
    }

    private void Add(ActionResult result)
    {
        if (!result.Final && result.Status != "parked") return;
        var name = $"{result.Channel} {result.Status}{(result.Reason is null ? "" : $" ({result.Reason})")}";
        outcomes[name] = outcomes.GetValueOrDefault(name) + 1;
        if (result.Points is { } given && result.Status == "delivered") points[result.RuleId] = points.GetValueOrDefault(result.RuleId) + given;
        if (result.Final) latenciesMs.Add((result.FinishedAtMicros - result.DecidedAtMicros) / 1000.0);
    }

    private double At(double quantile) => latenciesMs[(int)Math.Min(latenciesMs.Count - 1, quantile * latenciesMs.Count)];
}
