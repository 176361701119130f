namespace Engage.LocalBroker.Transactions;

/// <summary>Kafka's states of a transactional id. "Dead" has no value here: a forgotten id is unknown at once. The numbers are in the journal.</summary>
internal enum TransactionState : byte
{
    Empty = 0,
    Ongoing = 1,
    PrepareCommit = 2,
    PrepareAbort = 3,
    CompleteCommit = 4,
    CompleteAbort = 5,
}
