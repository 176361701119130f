namespace Engage.Streams;

/// <summary>How a worker is, at a glance.</summary>
/// <param name="IsLive">Every thread has turned within the last 30 s; if not, restarting the process is the remedy.</param>
/// <param name="IsReady">Global tables are complete and every owned task runs.</param>
/// <param name="Problems">What an operator should look at; empty when all is well.</param>
public sealed record WorkerHealth(bool IsLive, bool IsReady, IReadOnlyList<string> Problems);
