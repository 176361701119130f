namespace Engage.LocalBroker.Coordination;

/// <summary>How a transaction ended; the numbers are those of a control record's key.</summary>
internal enum TransactionOutcome : short
{
    Abort = 0,
    Commit = 1,
}
