namespace Engage.LocalBroker.Conformance.Tests.Transactions;

/// <summary>Which group metadata a worker sends along with its offsets.</summary>
internal enum MembershipProof
{
    /// <summary>What the consumer had before it read the records, and only if it was a member then. The right one.</summary>
    TakenBeforeReading,

    /// <summary>
    /// What the consumer has after polling inside the transaction. Wrong: if it was thrown out meanwhile, the poll makes it a member again, and a good
    /// membership vouches for records that somebody else has read too.
    /// </summary>
    TakenAfterPolling,
}
