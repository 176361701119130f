namespace Engage.Hosting.Http;

/// <summary>The body of the health pages.</summary>
/// <param name="Status">"ok" or "failing", for the question that the page answers.</param>
/// <param name="Problems">What an operator should look at; empty when all is well.</param>
internal sealed record HealthReport(
    string Status,
    string Worker,
    string Version,
    string State,
    DateTimeOffset StartedAt,
    DateTimeOffset? BrokerContactAt,
    IReadOnlyList<string> Problems,
    IReadOnlyList<TaskReport> Tasks);

/// <summary>One task on the health pages.</summary>
/// <param name="Lag">Input records not yet processed; null while unknown.</param>
internal sealed record TaskReport(int Partition, string State, string? StopReason, long? Lag, long RestoreRemaining);
