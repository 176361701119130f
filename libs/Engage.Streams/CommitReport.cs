namespace Engage.Streams;

/// <summary>What one transaction took.</summary>
/// <param name="Records">Input records it covers.</param>
/// <param name="DirtyKeys">Changed keys, each one changelog record.</param>
/// <param name="Outputs">Records written to outputs and dead letters.</param>
/// <param name="Elapsed">From its begin until the state was applied.</param>
/// <param name="Age">From the first uncommitted record until the state was applied.</param>
public readonly record struct CommitReport(string Worker, int Records, int DirtyKeys, int Outputs, TimeSpan Elapsed, TimeSpan Age);
