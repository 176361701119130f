using System.Globalization;
using System.Text.Json;
using Engage.Contracts;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.EndToEnd.Tests.Harness;

/// <summary>What the product's result topics hold, read with a plain consumer that sees committed records only.</summary>
internal sealed class ResultTopics
{
    private readonly ClusterConnection connection;

    private ResultTopics(string broker) => connection = new ClusterConnection(broker);

    /// <summary>Ids are the registry's own, and all were registered by this version, so the bytes after the header are in our schema.</summary>
    public static async Task<ResultTopics> OfAsync(string broker, string registry)
    {
        using var http = new HttpClient();
        foreach (var schema in Topics.Topics.Schemas)
        {
            using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{registry}/subjects/engage.{schema.TopicName}-value/versions/latest")));
            schema.Bind(document.RootElement.GetProperty("id").GetInt32(), Avro.Wire.UnboundWriterSchemas.Instance);
        }

        return new ResultTopics(broker);
    }

    public List<Execution> Executions() => [.. Read("engage.executions").Select(record => Topics.Topics.Executions.Wire.Read(record.Value!))];

    public List<ActionResult> Results() => [.. Read("engage.action-results").Select(record => Topics.Topics.ActionResults.Wire.Read(record.Value!))];

    public List<TopicRecord> DeadLetters() => Read("engage.dead-letters");

    /// <summary>No execution and no result is there twice, nothing was refused, and the sums per rule and player are these.</summary>
    public List<ActionResult> AssertEqual(Dictionary<(string Rule, string Player), long> expectedExecutions, Dictionary<(string Rule, string Player), decimal> expectedPoints)
    {
        var executions = Executions();
        Assert.Equal(executions.Count, executions.Select(execution => execution.ExecutionId).Distinct().Count());
        Assert.Equal(Sorted(expectedExecutions), Sorted(executions.GroupBy(execution => (execution.RuleId, execution.PlayerId)).ToDictionary(group => group.Key, group => group.Sum(execution => (long)execution.Times))));

        var results = Results();
        Assert.Equal(results.Count, results.Select(result => result.ResultId).Distinct().Count());
        var points = results.Where(result => result is { Final: true, Status: "delivered", Points: not null }).GroupBy(result => (result.RuleId, result.PlayerId)).ToDictionary(group => group.Key, group => group.Sum(result => result.Points!.Value));
        Assert.Equal(Sorted(expectedPoints), Sorted(points));
        Assert.Empty(DeadLetters());
        return results;
    }

    private List<TopicRecord> Read(string topic)
    {
        using var admin = new ClusterAdmin(connection);
        using var reader = new TopicReader(connection);
        reader.Open(new Dictionary<string, int> { [topic] = admin.PartitionCounts()[topic] }, ReadFrom.Start);
        return [.. reader.ToEnd(TimeSpan.FromSeconds(60))];
    }

    private static SortedDictionary<string, string> Sorted<T>(Dictionary<(string Rule, string Player), T> values)
        where T : IFormattable =>
        new(values.ToDictionary(entry => $"{entry.Key.Rule} {entry.Key.Player}", entry => entry.Value.ToString("0.########", CultureInfo.InvariantCulture)), StringComparer.Ordinal);
}
