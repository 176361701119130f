namespace Engage.Cli.Health;

/// <summary>Who writes which topic in transactions; names the candidates when one pins a topic.</summary>
internal static class WorkerWrites
{
    private static readonly (string Writer, string[] Topics)[] All =
    [
        ("segment-materializer", ["enriched-events", "segment-changes", "player-profiles", "audience-members", "segment-materializer-changelog", "dead-letters"]),
        ("trigger-matcher", ["rule-firings", "dead-letters"]),
        ("accumulator", ["executions", "actions", "accumulator-changelog", "dead-letters"]),
        ("scheduler", ["player-events", "run-reports", "scheduler-changelog", "dead-letters"]),
        ("dispatcher", ["player-events", "action-results", "dispatch-work", "dispatch-events", "dispatcher-changelog", "dead-letters"]),
        ("apply", ["definitions", "player-events"]),
    ];

    /// <param name="topic">Without prefix.</param>
    public static IEnumerable<string> WritersOf(string topic) => All.Where(writer => writer.Topics.Contains(topic)).Select(writer => writer.Writer);
}
