namespace Engage.Streams.Testing.Cluster;

internal enum TransactionOutcome
{
    Open,
    Committed,
    Aborted,
}
