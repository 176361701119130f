namespace Engage.LocalBroker.Conformance.Tests.Transactions;

/// <summary>Where in its transaction a worker is.</summary>
internal enum Moment
{
    /// <summary>The output is written, the input's offsets are not sent.</summary>
    BeforeOffsets,

    /// <summary>Output and offsets are with the broker, and the transaction is open.</summary>
    BeforeCommit,
}
